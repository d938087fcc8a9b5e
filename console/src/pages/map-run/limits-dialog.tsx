import { useState } from 'preact/hooks';
import { callAws } from '../../aws/request.ts';
import type { MapRun } from '../../aws/types.ts';
import { Button } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/toasts.tsx';

/** UpdateMapRun: takes effect while the run goes on. */
export function LimitsDialog({ run, onClose }: { readonly run: MapRun; readonly onClose: () => void }) {
  const [concurrency, setConcurrency] = useState(String(run.maxConcurrency));
  const [percentage, setPercentage] = useState(String(run.toleratedFailurePercentage));
  const [count, setCount] = useState(String(run.toleratedFailureCount));
  const save = async (): Promise<void> => {
    await callAws('states', 'UpdateMapRun', {
      mapRunArn: run.mapRunArn,
      maxConcurrency: Number(concurrency),
      toleratedFailurePercentage: Number(percentage),
      toleratedFailureCount: Number(count),
    });
    notify('Limits changed');
    onClose();
  };
  return (
    <Dialog
      title="Limits of this run"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={save}>
            Change limits
          </Button>
        </>
      }
    >
      <NumberField
        label="Concurrency"
        note="Children at a time; 0 means no limit"
        value={concurrency}
        onChange={setConcurrency}
      />
      <NumberField
        label="Tolerated failures, in percent"
        note="The run fails when more of its items have failed"
        max={100}
        value={percentage}
        onChange={setPercentage}
      />
      <NumberField
        label="Tolerated failures, counted"
        note="0 leaves it to the percentage"
        value={count}
        onChange={setCount}
      />
    </Dialog>
  );
}

function NumberField(props: {
  readonly label: string;
  readonly note: string;
  readonly max?: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { label, note, max, value, onChange } = props;
  return (
    <label class="field">
      <span>{label}</span>
      <input
        class="input"
        type="number"
        min={0}
        max={max}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <small class="muted">{note}</small>
    </label>
  );
}
