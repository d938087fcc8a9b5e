import { useState } from 'preact/hooks';
import { callAws } from '../aws/request.ts';
import type { Execution } from '../aws/types.ts';
import { durationText, prettyJson } from '../model/text.ts';
import { Button, errorText } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { go, href } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';
import { ErrorDetails } from './execution/event-details.tsx';

const REMEMBERED_CHARS = 100_000;

export interface StartDialogProps {
  /** Of a machine, one of its versions or aliases. */
  readonly stateMachineArn: string;
  readonly type: string;
  /** JSON text; absent: the last one used with this machine. */
  readonly input?: string;
  readonly onClose: () => void;
}

/** Starts an execution and goes to it; the result of an Express one is shown at once. The input is remembered for the next time. */
export function StartDialog({ stateMachineArn, type, input, onClose }: StartDialogProps) {
  const key = `stepwell.input.${stateMachineArn.split(':').slice(0, 7).join(':')}`;
  const [text, setText] = useState(() =>
    input === undefined ? (localStorage.getItem(key) ?? '{}') : prettyJson(input),
  );
  const [name, setName] = useState('');
  const [result, setResult] = useState<Execution>();
  const problem = problemOf(text);
  const isExpress = type === 'EXPRESS';
  const start = async (): Promise<void> => {
    remember(key, text);
    const request = { stateMachineArn, input: text.trim() || '{}', ...(name && { name }) };
    if (isExpress) {
      setResult(await callAws<Execution>('states', 'StartSyncExecution', request));
      return;
    }
    const { executionArn } = await callAws<{ executionArn: string }>('states', 'StartExecution', request);
    onClose();
    go(href(['executions', executionArn]));
  };
  return (
    <Dialog
      title={isExpress ? 'Run an Express execution' : 'Start execution'}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{result ? 'Close' : 'Cancel'}</Button>
          <Button kind="primary" disabled={problem !== undefined} onClick={start}>
            {isExpress ? (result ? 'Run again' : 'Run') : 'Start execution'}
          </Button>
        </>
      }
    >
      <label class="field">
        <span>Name</span>
        <input
          class="input"
          value={name}
          maxLength={80}
          placeholder="Made up if left empty"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div class="field">
        <span>Input</span>
        <CodeEditor label="Input as JSON" value={text} onChange={setText} height={result ? '144px' : '320px'} />
        <span class={problem ? 'small problem' : 'small muted'} role="status">
          {problem ?? 'Valid JSON'}
        </span>
      </div>
      {result && <Result result={result} />}
    </Dialog>
  );
}

function Result({
  result: { status, startDate, stopDate = startDate, output, error, cause },
}: {
  readonly result: Execution;
}) {
  return (
    <section class="stack" aria-label="Result" role="status">
      <div class="actions">
        <StatusBadge status={status} />
        <span class="muted">in {durationText((stopDate - startDate) * 1_000)}</span>
      </div>
      {output !== undefined ? (
        <JsonView text={output} name="output" label="Output" />
      ) : (
        <ErrorDetails error={error} cause={cause} />
      )}
    </section>
  );
}

/** The store of the browser may be full or forbidden: then it is not remembered. */
function remember(key: string, text: string): void {
  if (text.length > REMEMBERED_CHARS) return;
  try {
    localStorage.setItem(key, text);
  } catch {}
}

function problemOf(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}
