import { useState } from 'preact/hooks';
import { callAws } from '../aws/request.ts';
import { prettyJson } from '../model/text.ts';
import { Button, errorText } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { go, href } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';

const REMEMBERED_CHARS = 100_000;

export interface StartDialogProps {
  readonly stateMachineArn: string;
  readonly type: string;
  /** JSON text; absent: the last one used with this machine. */
  readonly input?: string;
  readonly onClose: () => void;
}

/** Starts an execution and goes to it. The input is remembered for the next time. */
export function StartDialog({ stateMachineArn, type, input, onClose }: StartDialogProps) {
  const key = `stepwell.input.${stateMachineArn}`;
  const [text, setText] = useState(() =>
    input === undefined ? (localStorage.getItem(key) ?? '{}') : prettyJson(input),
  );
  const [name, setName] = useState('');
  const problem = problemOf(text);
  const start = async (): Promise<void> => {
    if (text.length < REMEMBERED_CHARS) localStorage.setItem(key, text);
    const { executionArn } = await callAws<{ executionArn: string }>('states', 'StartExecution', {
      stateMachineArn,
      input: text.trim() || '{}',
      ...(name && { name }),
    });
    onClose();
    // The history of Express executions is in their logs only.
    if (type === 'EXPRESS') notify('Started');
    else go(href(['executions', executionArn]));
  };
  return (
    <Dialog
      title="Start execution"
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={problem !== undefined} onClick={start}>
            Start execution
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
        <CodeEditor label="Input as JSON" value={text} onChange={setText} height="320px" />
        <span class={problem ? 'small problem' : 'small muted'} role="status">
          {problem ?? 'Valid JSON'}
        </span>
      </div>
    </Dialog>
  );
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
