import { useMemo } from 'preact/hooks';
import { listStateMachines } from '../aws/states.ts';
import type { Execution, StateMachine } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { useNow } from '../live/use-now.ts';
import { useRecent } from '../live/use-recent.ts';
import { agoText, countText, timeText } from '../model/text.ts';
import type { PageProps } from '../pages.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';
import { type Column, VirtualTable } from '../ui/virtual-table.tsx';

/** What a machine has been doing, as far as the newest executions tell. */
interface Activity {
  readonly running: number;
  readonly latest?: Execution;
}

export function MachinesPage({ place }: PageProps) {
  const name = place.query.get('name') ?? '';
  const { data, error } = useLoad((signal) => listStateMachines(signal), []);
  const { executions, running } = useRecent();
  const now = useNow(true, 10_000);
  const activities = useMemo(() => activitiesOf(executions, running), [executions, running]);
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
            height="max(320px, calc(100dvh - 200px))"
            columns={columnsOf(activities, now)}
          />
        )}
      </Card>
    </>
  );
}

function activitiesOf(executions: readonly Execution[], running: readonly Execution[]): ReadonlyMap<string, Activity> {
  const found = new Map<string, { running: number; latest?: Execution }>();
  const of = (arn: string): { running: number; latest?: Execution } => {
    const known = found.get(arn) ?? { running: 0 };
    found.set(arn, known);
    return known;
  };
  // Newest first.
  for (const execution of executions) of(execution.stateMachineArn).latest ??= execution;
  for (const { stateMachineArn } of running) of(stateMachineArn).running++;
  return found;
}

function columnsOf(activities: ReadonlyMap<string, Activity>, now: number): readonly Column<StateMachine>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(0, 2fr)',
      cell: ({ name }) => (
        <span class="link strong">
          <Data text={name} max={90} />
        </span>
      ),
    },
    {
      id: 'type',
      title: 'Type',
      width: '88px',
      isOptional: true,
      cell: ({ type }) => (type === 'EXPRESS' ? 'Express' : 'Standard'),
    },
    {
      id: 'running',
      title: 'Running',
      width: '72px',
      align: 'end',
      cell: ({ stateMachineArn }) => {
        const running = activities.get(stateMachineArn)?.running ?? 0;
        return running > 0 && countText(running);
      },
    },
    {
      id: 'latest',
      title: 'Latest execution',
      width: 'minmax(0, 1.4fr)',
      isOptional: true,
      cell: ({ stateMachineArn }) => {
        const latest = activities.get(stateMachineArn)?.latest;
        return (
          latest && (
            <span class="latest">
              <StatusBadge status={latest.status} />
              <span class="muted">{agoText(latest.startDate * 1_000, now)}</span>
            </span>
          )
        );
      },
    },
    {
      id: 'created',
      title: 'Created',
      width: '160px',
      isOptional: true,
      cell: ({ creationDate }) => timeText(creationDate * 1_000),
    },
  ];
}
