import type { PageProps } from '../app.tsx';
import { listStateMachines } from '../aws/states.ts';
import { useLoad } from '../live/use-load.ts';
import { timeText } from '../model/text.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

export function MachinesPage({ place }: PageProps) {
  const name = place.query.get('name') ?? '';
  const { data, error } = useLoad((signal) => listStateMachines(signal), []);
  const shown = data?.filter((machine) => machine.name.toLowerCase().includes(name.toLowerCase())) ?? [];
  return (
    <>
      <PageHead title="State machines" />
      {error && <Failure error={error} />}
      <Card isFlush>
        <div class="toolbar">
          <input
            class="input"
            type="search"
            placeholder="Filter by name"
            aria-label="Filter by name"
            value={name}
            onInput={(event) => setQuery({ name: event.currentTarget.value })}
          />
        </div>
        {data && shown.length === 0 ? (
          <Empty title={name ? 'None matches' : 'There are no state machines yet'}>
            {!name && (
              <p>
                Deploy a SAM or CDK project: <code class="mono">stepwell deploy folder</code>
              </p>
            )}
          </Empty>
        ) : (
          <VirtualTable
            label="State machines"
            rows={shown}
            rowKey={({ stateMachineArn }) => stateMachineArn}
            href={({ stateMachineArn }) => href(['machines', stateMachineArn])}
            height="calc(100dvh - 240px)"
            columns={[
              {
                id: 'name',
                title: 'Name',
                width: 'minmax(0, 2fr)',
                cell: (machine) => (
                  <span class="link strong">
                    <Data text={machine.name} max={90} />
                  </span>
                ),
              },
              {
                id: 'type',
                title: 'Type',
                width: '96px',
                cell: ({ type }) => (type === 'EXPRESS' ? 'Express' : 'Standard'),
              },
              {
                id: 'created',
                title: 'Created',
                width: '168px',
                isOptional: true,
                cell: ({ creationDate }) => timeText(creationDate * 1_000),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
