/** The execution as a whole, where no state is selected. */
import { useState } from 'preact/hooks';
import type { Execution } from '../../aws/types.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ErrorDetails } from './event-details.tsx';

type Tab = 'error' | 'output' | 'input';

export function OverviewPanel({ record }: { readonly record: Execution }) {
  const [wanted, setWanted] = useState<Tab>();
  const tabs: readonly { id: Tab; label: string }[] = [
    ...(record.error === undefined && record.cause === undefined ? [] : [{ id: 'error' as const, label: 'Error' }]),
    { id: 'input', label: 'Input' },
    { id: 'output', label: 'Output' },
  ];
  const active = tabs.find(({ id }) => id === wanted)?.id ?? (record.status === 'SUCCEEDED' ? 'output' : tabs[0]!.id);
  return (
    <aside class="panel" aria-label="The execution">
      <div class="panel-head">
        <h2>The execution</h2>
        <p class="muted">Select a state to see what went in, what came out and what it logged.</p>
      </div>
      <Tabs<Tab> label="Data of the execution" tabs={tabs} active={active} onChange={setWanted}>
        <div class="pad" key={active}>
          {active === 'error' ? (
            <ErrorDetails error={record.error} cause={record.cause} />
          ) : active === 'output' && record.output === undefined ? (
            <p class="muted">{record.status === 'RUNNING' ? 'None yet.' : 'None.'}</p>
          ) : (
            <JsonView text={record[active]} name={active} label={`${active} of the execution`} />
          )}
        </div>
      </Tabs>
    </aside>
  );
}
