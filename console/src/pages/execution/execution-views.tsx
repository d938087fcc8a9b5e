/** Graph, timeline, table and events of an execution, with time travel above and the selected state beside them. */
import { useMemo, useState } from 'preact/hooks';
import type { Execution } from '../../aws/types.ts';
import { LazyGraph } from '../../graph/lazy-graph.tsx';
import type { Wait } from '../../live/use-execution.ts';
import { type ChosenIterations, nodeStatuses } from '../../model/graph-status.ts';
import type { ExecutionFold, Visit, WireEvent } from '../../model/history.ts';
import { machineGraph } from '../../model/machine-graph.ts';
import { Empty } from '../../ui/basics.tsx';
import { EventTable } from './event-table.tsx';
import { ForkDialog } from './fork-dialog.tsx';
import { IterationPicker } from './iteration-picker.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { StatePanel } from './state-panel.tsx';
import { TimeTravel } from './time-travel.tsx';
import { Timeline } from './timeline.tsx';
import { VisitTable } from './visit-table.tsx';

export interface ExecutionViewsProps {
  readonly view: 'graph' | 'timeline' | 'table' | 'events';
  readonly record?: Execution;
  readonly fold: ExecutionFold;
  readonly events: readonly WireEvent[];
  readonly until?: number;
  readonly onUntil: (until: number | undefined) => void;
  readonly definition: unknown;
  readonly states: ReadonlyMap<string, unknown>;
  readonly waits: readonly Wait[];
  readonly nowMs: number;
  readonly selected?: string;
  readonly visitId?: number;
  readonly onSelect: (state: string | undefined, visit?: number) => void;
  readonly onVisit: (visit: number) => void;
}

export function ExecutionViews(props: ExecutionViewsProps) {
  const { view, record, fold, events, until, onUntil, definition, nowMs, selected, visitId, onSelect } = props;
  const [chosen, setChosen] = useState<ChosenIterations>({});
  const [forked, setForked] = useState<number>();
  const graph = useMemo(() => machineGraph(definition), [definition]);
  const statuses = useMemo(() => nodeStatuses(fold, chosen), [fold, chosen]);
  const selectVisit = (visit: Visit): void => onSelect(visit.state, visit.id);
  const panel = selected !== undefined && (
    <StatePanel {...props} state={selected} chosen={chosen} onClose={() => onSelect(undefined)} />
  );
  const canFork = record !== undefined && record.mapRunArn === undefined;
  const isBeside = view !== 'events' && (view === 'graph' || selected !== undefined);
  return (
    <>
      <TimeTravel events={events} until={until} onChange={onUntil} onFork={canFork ? setForked : undefined}>
        {view === 'graph' && <IterationPicker fold={fold} chosen={chosen} onChange={setChosen} />}
      </TimeTravel>
      <div class={isBeside ? 'split tall' : ''}>
        {view === 'graph' ? (
          <div class="split-graph">
            {graph ? (
              <LazyGraph
                graph={graph}
                statuses={statuses}
                selected={selected}
                chosen={chosen}
                onSelect={(state) => onSelect(state === selected ? undefined : state)}
              />
            ) : (
              definition !== null && <Empty title="The definition cannot be drawn" />
            )}
          </div>
        ) : view === 'timeline' ? (
          <Timeline fold={fold} nowMs={nowMs} selected={visitId} onSelect={selectVisit} />
        ) : view === 'table' ? (
          <VisitTable fold={fold} nowMs={nowMs} selected={visitId} onSelect={selectVisit} />
        ) : (
          <EventTable
            events={events}
            until={until}
            fold={fold}
            onTravel={onUntil}
            onFork={canFork ? setForked : undefined}
          />
        )}
        {isBeside && (
          <div class="split-side">
            {panel || (record && <OverviewPanel record={until === undefined ? record : unended(record)} />)}
          </div>
        )}
      </div>
      {forked !== undefined && record && (
        <ForkDialog executionArn={record.executionArn} eventId={forked} onClose={() => setForked(undefined)} />
      )}
    </>
  );
}

/** As it was while it ran. */
function unended({ output: _output, error: _error, cause: _cause, ...record }: Execution): Execution {
  return { ...record, status: 'RUNNING' };
}
