/** One execution: how it stands, live, and how it stood after any of its events. */
import { useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../../app.tsx';
import { callAws } from '../../aws/request.ts';
import type { Execution, StateMachine } from '../../aws/types.ts';
import { useExecution } from '../../live/use-execution.ts';
import { useFold } from '../../live/use-fold.ts';
import { useLoad } from '../../live/use-load.ts';
import { useNow } from '../../live/use-now.ts';
import { readCause } from '../../model/cause.ts';
import type { ExecutionFold } from '../../model/history.ts';
import { statesOf } from '../../model/machine-graph.ts';
import { countText, durationText, nameOfArn, parsedJson, timeText } from '../../model/text.ts';
import { Card, Data, FactLine, Failure, PageHead } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { href, setQuery } from '../../ui/router.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionViews } from './execution-views.tsx';
import { placeOf } from './visit-table.tsx';
import { WaitNotice } from './wait-notice.tsx';

type View = 'graph' | 'timeline' | 'table' | 'events' | 'data';

const VIEWS: readonly { readonly id: View; readonly label: string }[] = [
  { id: 'graph', label: 'Graph' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'table', label: 'Table' },
  { id: 'events', label: 'Events' },
  { id: 'data', label: 'Input and output' },
];

export function ExecutionPage({ place }: PageProps) {
  const executionArn = place.parts[1]!;
  const live = useExecution(executionArn);
  const { record, events, waits, skewMs } = live;
  const machine = useLoad(
    (signal) => callAws<StateMachine>('states', 'DescribeStateMachineForExecution', { executionArn }, signal),
    [executionArn],
  );
  // `null` until it is known.
  const definition = useMemo(
    () => (machine.error ? undefined : parsedJson(machine.data?.definition)),
    [machine.data, machine.error],
  );
  const states = useMemo(() => statesOf(definition), [definition]);
  const [until, setUntil] = useState<number>();
  const [visitId, setVisitId] = useState<number>();
  const fold = useFold(events, until);
  const isRunning = record?.status === 'RUNNING';
  const now = useNow(isRunning, 500) + skewMs;
  const view = (place.query.get('view') ?? 'graph') as View;
  const select = (state: string | undefined, visit?: number): void => {
    setVisitId(visit);
    setQuery({ state });
  };
  return (
    <>
      <PageHead
        title={record?.name ?? nameOfArn(executionArn)}
        crumbs={crumbsOf(record)}
        status={
          record && (
            <>
              <span role="status">
                <StatusBadge status={record.status} />
              </span>
              {isRunning && !live.isConnected && <span class="muted">Reconnecting …</span>}
            </>
          )
        }
        facts={record && <ExecutionFacts record={record} fold={fold} eventCount={events.length} nowMs={now} />}
      >
        {record && <ExecutionActions record={record} events={events} onRedriven={live.restart} />}
      </PageHead>
      {live.error && <Failure error={live.error} />}
      {record?.error !== undefined && <FailureNotice record={record} fold={fold} onSelect={select} />}
      <WaitNotice waits={waits} fold={fold} states={states} nowMs={now} onSelect={select} />
      <Card isFlush>
        <Tabs<View> label="Views of the execution" active={view} onChange={(id) => setQuery({ view: id })} tabs={VIEWS}>
          {view === 'data' ? (
            <InputAndOutput record={record} />
          ) : (
            <ExecutionViews
              view={view}
              record={record}
              fold={fold}
              events={events}
              until={until}
              onUntil={setUntil}
              definition={definition}
              states={states}
              waits={waits}
              nowMs={until === undefined && isRunning ? now : fold.lastMs}
              selected={place.query.get('state') ?? undefined}
              visitId={visitId}
              onSelect={select}
              onVisit={setVisitId}
            />
          )}
        </Tabs>
      </Card>
    </>
  );
}

/** Children of a map run name their Map after a slash. */
function crumbsOf(record: Execution | undefined) {
  const machine = record?.stateMachineArn.split('/')[0];
  return [
    { label: 'State machines', href: href(['machines']) },
    ...(machine === undefined ? [] : [{ label: nameOfArn(machine), href: href(['machines', machine]) }]),
    ...(record?.mapRunArn ? [{ label: 'Map run', href: href(['map-runs', record.mapRunArn]) }] : []),
  ];
}

function ExecutionFacts({
  record,
  fold,
  eventCount,
  nowMs,
}: {
  readonly record: Execution;
  readonly fold: ExecutionFold;
  readonly eventCount: number;
  readonly nowMs: number;
}) {
  const { startDate, stopDate, redriveCount = 0, stateMachineVersionArn, stateMachineAliasArn } = record;
  return (
    <FactLine
      facts={[
        ['Started', timeText(startDate * 1_000, true)],
        stopDate !== undefined && ['Ended', timeText(stopDate * 1_000, true)],
        ['Duration', durationText((stopDate === undefined ? nowMs : stopDate * 1_000) - startDate * 1_000)],
        ['Events', countText(eventCount)],
        ['States entered', countText(fold.visits.length)],
        stateMachineAliasArn !== undefined && ['Alias', <Data key="alias" text={nameOfArn(stateMachineAliasArn)} />],
        stateMachineVersionArn !== undefined && ['Version', nameOfArn(stateMachineVersionArn)],
        redriveCount > 0 && ['Redriven', redriveCount === 1 ? 'once' : `${redriveCount} times`],
      ]}
    />
  );
}

function FailureNotice({
  record,
  fold,
  onSelect,
}: {
  readonly record: Execution;
  readonly fold: ExecutionFold;
  readonly onSelect: (state: string, visit: number) => void;
}) {
  const { culprit } = fold;
  return (
    <div class={`notice ${record.status === 'ABORTED' ? 'tone-aborted' : 'tone-failed'}`} role="alert">
      <p>
        <strong>
          <Data text={record.error ?? ''} />
        </strong>
        {culprit && (
          <>
            {' in '}
            <button type="button" class="link-button strong" onClick={() => onSelect(culprit.state, culprit.id)}>
              <Data text={culprit.state} max={80} />
            </button>{' '}
            {placeOf(culprit)}
          </>
        )}
      </p>
      {record.cause && <Data text={readCause(record.cause).message || record.cause} max={4_000} />}
    </div>
  );
}

function InputAndOutput({ record }: { readonly record?: Execution }) {
  return (
    <div class="columns pad">
      <div>
        <h3>Input</h3>
        <JsonView text={record?.input} name="input" label="Input of the execution" />
      </div>
      <div>
        <h3>Output</h3>
        <JsonView text={record?.output} name="output" label="Output of the execution" />
      </div>
    </div>
  );
}
