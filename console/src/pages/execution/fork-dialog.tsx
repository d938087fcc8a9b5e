import { useState } from 'preact/hooks';
import { getJson } from '../../aws/request.ts';
import { countText } from '../../model/text.ts';
import { Button } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { go, href } from '../../ui/router.tsx';
import { notify } from '../../ui/toasts.tsx';

export interface ForkDialogProps {
  readonly executionArn: string;
  readonly eventId: number;
  readonly onClose: () => void;
}

/** A new execution that goes on from what this one had done up to an event. */
export function ForkDialog({ executionArn, eventId, onClose }: ForkDialogProps) {
  const [name, setName] = useState('');
  const fork = async (): Promise<void> => {
    const forked = await getJson<{ executionArn: string; eventId: number }>('/_stepwell/executions/fork', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ executionArn, eventId, ...(name && { name }) }),
    });
    onClose();
    if (forked.eventId !== eventId)
      notify(`Forked from event ${countText(forked.eventId)}, the nearest before it that can be gone on from`);
    go(href(['executions', forked.executionArn]));
  };
  return (
    <Dialog
      title={`Fork from event ${countText(eventId)}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={fork}>
            Fork
          </Button>
        </>
      }
    >
      <p class="muted">
        A new execution takes over what this one had done up to then, and goes on from there: tasks that were in flight
        are called again, timers have as long to go as they had. This execution stays as it is.
      </p>
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
    </Dialog>
  );
}
