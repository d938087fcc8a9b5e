/** One execution: how it stands, live, and how it stood after any of its events. */
import { useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../../app.tsx';
import { callAws } from '../../aws/request.ts';
import type { StateMachine } from '../../aws/types.ts';
import { LazyGraph } from '../../graph/lazy-graph.tsx';
import { useExecution } from '../../live/use-execution.ts';
import { useLoad } from '../../live/use-load.ts';
import { useNow } from '../../live/use-now.ts';
import { type ChosenIterations, nodeStatuses } from '../../model/graph-status.ts';
import { foldHistory } from '../../model/history.ts';
import { machineGraph } from '../../model/machine-graph.ts';
import { countText, durationText, nameOfArn, timeText } from '../../model/text.ts';
import { Card, Data, Facts, Failure, PageHead } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { href, setQuery } from '../../ui/router.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { EventTable } from './event-table.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { IterationPicker } from './iteration-picker.tsx';
import { StatePanel } from './state-panel.tsx';
import { TimeTravel } from './time-travel.tsx';
import { Timeline } from './timeline.tsx';
import { VisitTable } from './visit-table.tsx';
import { WaitNotice } from './wait-notice.tsx';

type View = 'graph' | 'timeline' | 'table' | 'events' | 'data';

export function ExecutionPage({ place }: PageProps) {
  const executionArn = place.parts[1]!;
  const live = useExecution(executionArn);
  const { record, events, waits, skewMs } = live;
  const machine = useLoad(
    (signal) => callAws<StateMachine>('states', 'DescribeStateMachineForExecution', { executionArn }, signal),
    [executionArn],
  );
  const definition = useMemo(() => parsed(machine.data?.definition), [machine.data]);
  const graph = useMemo(() => machineGraph(definition), [definition]);
  const [until, setUntil] = useState<number>();
  const [chosen, setChosen] = useState<ChosenIterations>({});
  const [visitId, setVisitId] = useState<number>();
  const fold = useMemo(
    () => foldHistory(events, until === undefined ? events.length : Math.min(until, events.length)),
    [events, until],
  );
  const statuses = useMemo(() => nodeStatuses(fold, chosen), [fold, chosen]);
  const isRunning = record?.status === 'RUNNING';
  const now = useNow(isRunning, 500) + skewMs;
  const selected = place.query.get('state') ?? undefined;
  const view = (place.query.get('view') ?? 'graph') as View;
  const nowOfFold = until === undefined && isRunning ? now : fold.lastMs;
  const select = (state: string | undefined, visit?: number): void => {
    setVisitId(visit);
    setQuery({ state });
  };
  const crumbs = [
    { label: 'State machines', href: href(['machines']) },
    ...(record
      ? [
          {
            label: nameOfArn(record.stateMachineArn).split('/')[0]!,
            href: href(['machines', machineOf(record.stateMachineArn)]),
          },
        ]
      : []),
    ...(record?.mapRunArn ? [{ label: 'Map run', href: href(['map-runs', record.mapRunArn]) }] : []),
  ];
  return (
    <>
      <PageHead
        title={record?.name ?? nameOfArn(executionArn)}
        crumbs={crumbs}
        status={record && <StatusBadge status={record.status} />}
      >
        {record && <ExecutionActions record={record} events={events} onRedriven={live.restart} />}
      </PageHead>
      {live.error && <Failure error={live.error} />}
      {record?.error !== undefined && (
        <div class="notice tone-failed" role="alert">
          <strong>
            <Data text={record.error} />
          </strong>
          {record.cause && <Data text={record.cause} max={4_000} />}
        </div>
      )}
      <WaitNotice waits={waits} nowMs={now} onSelect={select} />
      {record && (
        <Card>
          <Facts
            facts={[
              ['Started', timeText(record.startDate * 1_000, true)],
              [
                'Duration',
                durationText(
                  (record.stopDate === undefined ? now : record.stopDate * 1_000) - record.startDate * 1_000,
                ),
              ],
              ['Events', countText(events.length)],
              ['States entered', countText(fold.visits.length)],
              (record.redriveCount ?? 0) > 0 && ['Redriven', `${record.redriveCount} ×`],
            ]}
          />
        </Card>
      )}
      <Card isFlush>
        <Tabs<View>
          label="Views of the execution"
          active={view}
          onChange={(id) => setQuery({ view: id })}
          tabs={[
            { id: 'graph', label: 'Graph' },
            { id: 'timeline', label: 'Timeline' },
            { id: 'table', label: 'States' },
            { id: 'events', label: 'Events' },
            { id: 'data', label: 'Input and output' },
          ]}
        >
          {view !== 'data' && <TimeTravel events={events} until={until} onChange={setUntil} />}
          {view === 'data' ? (
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
          ) : view === 'graph' ? (
            <>
              <IterationPicker fold={fold} chosen={chosen} onChange={setChosen} />
              <div class="split">
                <div class="split-graph">
                  {graph && (
                    <LazyGraph
                      graph={graph}
                      statuses={statuses}
                      selected={selected}
                      chosen={chosen}
                      onSelect={(state) => select(state === selected ? undefined : state)}
                    />
                  )}
                </div>
                <div class="split-side">
                  <StatePanel
                    fold={fold}
                    state={selected}
                    chosen={chosen}
                    visitId={visitId}
                    onVisit={setVisitId}
                    definition={definition}
                    nowMs={nowOfFold}
                    waits={waits}
                  />
                </div>
              </div>
            </>
          ) : (
            <div class={selected === undefined || view === 'events' ? '' : 'split wide'}>
              {view === 'timeline' && (
                <Timeline
                  fold={fold}
                  nowMs={nowOfFold}
                  selected={visitId}
                  onSelect={(visit) => select(visit.state, visit.id)}
                />
              )}
              {view === 'table' && (
                <VisitTable
                  fold={fold}
                  nowMs={nowOfFold}
                  selected={visitId}
                  onSelect={(visit) => select(visit.state, visit.id)}
                />
              )}
              {view === 'events' && <EventTable events={events} until={until} fold={fold} />}
              {selected !== undefined && view !== 'events' && (
                <div class="split-side">
                  <StatePanel
                    fold={fold}
                    state={selected}
                    chosen={chosen}
                    visitId={visitId}
                    onVisit={setVisitId}
                    definition={definition}
                    nowMs={nowOfFold}
                    waits={waits}
                    onClose={() => select(undefined)}
                  />
                </div>
              )}
            </div>
          )}
        </Tabs>
      </Card>
    </>
  );
}

/** Children of a map run name their Map after a slash. */
function machineOf(arn: string): string {
  return arn.split('/')[0]!;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
