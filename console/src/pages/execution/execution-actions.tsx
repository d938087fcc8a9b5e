import { useState } from 'preact/hooks';
import { callAws } from '../../aws/request.ts';
import type { Execution } from '../../aws/types.ts';
import type { WireEvent } from '../../model/history.ts';
import { Button, CopyButton, saveFile } from '../../ui/basics.tsx';
import { notify } from '../../ui/toasts.tsx';
import { StartDialog } from '../start-dialog.tsx';

export function ExecutionActions({
  record,
  events,
  onRedriven,
}: {
  readonly record: Execution;
  readonly events: readonly WireEvent[];
  readonly onRedriven: () => void;
}) {
  const [isStarting, setIsStarting] = useState(false);
  const { executionArn } = record;
  const isChild = record.mapRunArn !== undefined;
  const stop = (): Promise<unknown> =>
    callAws('states', 'StopExecution', { executionArn, error: 'Stopped', cause: 'Stopped in the console' });
  const redrive = async (): Promise<void> => {
    await callAws('states', 'RedriveExecution', { executionArn });
    notify('Redriven: it goes on from what failed');
    onRedriven();
  };
  return (
    <>
      <CopyButton text={executionArn} label="Copy ARN" />
      <Button kind="quiet" onClick={() => saveFile(`${record.name}.history.json`, JSON.stringify({ events }, null, 2))}>
        Export history
      </Button>
      {!isChild && <Button onClick={() => setIsStarting(true)}>New execution</Button>}
      {record.status === 'RUNNING' ? (
        <Button kind="danger" onClick={stop}>
          Stop
        </Button>
      ) : (
        record.redriveStatus === 'REDRIVABLE' && (
          <Button kind="primary" onClick={redrive}>
            Redrive
          </Button>
        )
      )}
      {isStarting && (
        <StartDialog
          stateMachineArn={record.stateMachineArn}
          type="STANDARD"
          input={record.input ?? '{}'}
          onClose={() => setIsStarting(false)}
        />
      )}
    </>
  );
}
