import { useState } from 'preact/hooks';
import { type InvokeAnswer, invoke } from '../../aws/lambda.ts';
import { durationText } from '../../model/text.ts';
import { Button, Card, Data } from '../../ui/basics.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { StatusBadge } from '../../ui/status.tsx';

/** Invokes the function with an event, which is remembered for the next time. */
export function TestCard({ name }: { readonly name: string }) {
  const key = `stepwell.event.${name}`;
  const [event, setEvent] = useState(() => localStorage.getItem(key) ?? '{}');
  const [answer, setAnswer] = useState<InvokeAnswer>();
  const run = async (): Promise<void> => {
    JSON.parse(event);
    localStorage.setItem(key, event);
    setAnswer(undefined);
    setAnswer(await invoke(name, event));
  };
  return (
    <Card
      title="Test"
      actions={
        <Button kind="primary" onClick={run}>
          Invoke
        </Button>
      }
    >
      <div class="stack">
        <CodeEditor label="Event as JSON" value={event} onChange={setEvent} height="176px" />
        {answer && <Answer name={name} answer={answer} />}
      </div>
    </Card>
  );
}

function Answer({ name, answer }: { readonly name: string; readonly answer: InvokeAnswer }) {
  const { payload, functionError, durationMs } = answer;
  const isFailed = functionError !== undefined;
  const raised = isFailed ? raisedError(payload) : undefined;
  return (
    <div role="status">
      <div class="actions">
        <StatusBadge status={isFailed ? 'FAILED' : 'SUCCEEDED'} />
        <span class="muted">{durationText(durationMs)}</span>
      </div>
      {raised && (
        <div class="notice tone-failed">
          <strong>
            <Data text={raised.errorType ?? 'Error'} />
          </strong>
          <Data text={raised.errorMessage ?? ''} max={4_000} />
        </div>
      )}
      <JsonView text={payload} name={`${name}.result`} label="Result" />
    </div>
  );
}

function raisedError(payload: string): { readonly errorType?: string; readonly errorMessage?: string } | undefined {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as Record<string, unknown>;
    return {
      ...(typeof errorType === 'string' && { errorType }),
      ...(typeof errorMessage === 'string' && { errorMessage }),
    };
  } catch {
    return undefined;
  }
}
