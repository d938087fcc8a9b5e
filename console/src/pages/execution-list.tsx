/** A list of executions to filter, sort, and do something about: of one machine or of all. Everything chosen is in the address. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { inBulk } from '../aws/in-bulk.ts';
import { callAws } from '../aws/request.ts';
import type { Execution } from '../aws/types.ts';
import { type ExecutionFilter, useExecutions } from '../live/use-executions.ts';
import { useNow } from '../live/use-now.ts';
import { readSorting, sorted } from '../model/execution-order.ts';
import { countText, visible } from '../model/text.ts';
import { Button, Empty, errorText, Failure } from '../ui/basics.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { type Place, setQuery } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionTable } from './execution-table.tsx';

export interface ExecutionListProps {
  readonly place: Place;
  readonly stateMachineArn?: string;
  readonly height?: string;
  /** What is said where nothing has run. */
  readonly emptyTitle: string;
}

/** Any order but the newest first needs all of them; more than these are not sorted. */
const MAX_SORTED = 5_000;

export function ExecutionList({ place, stateMachineArn, height, emptyTitle }: ExecutionListProps) {
  const { query } = place;
  const [status, name, time] = ['status', 'name', 'time'].map((key) => query.get(key) ?? '') as [
    string,
    string,
    string,
  ];
  const sorting = readSorting(query.get('sort'));
  const isNewestFirst = sorting.key === 'started' && sorting.isDescending;
  const filter = useFilter(place, stateMachineArn);
  const { executions, isLoading, error, hasMore, more } = useExecutions(filter);
  const canSort = executions.length < MAX_SORTED;
  useEffect(() => {
    if (!isNewestFirst && hasMore && canSort) more();
  }, [isNewestFirst, hasMore, canSort, more]);
  const now = useNow(sorting.key === 'duration', 5_000);
  const shown = useMemo(() => sorted(executions, sorting, now), [executions, query.get('sort'), now]);
  const { selection, chosen, clear, chooseAll } = useSelection(shown);
  return (
    <>
      <ExecutionFilters
        status={status}
        name={name}
        time={time}
        from={query.get('from') ?? ''}
        to={query.get('to') ?? ''}
        onChange={(changes) => setQuery({ ...changes })}
      >
        {stateMachineArn === undefined && (
          <label class="check">
            <input
              type="checkbox"
              checked={query.get('children') === 'true'}
              onChange={({ currentTarget }) => setQuery({ children: currentTarget.checked ? 'true' : undefined })}
            />
            Children of map runs
          </label>
        )}
        <span class="muted">
          {countText(executions.length)}
          {hasMore ? '+' : ''} shown
          {!isNewestFirst && hasMore && !canSort && `, the newest ${countText(MAX_SORTED)} sorted`}
        </span>
      </ExecutionFilters>
      {chosen.length > 0 && <BulkBar chosen={chosen} count={shown.length} onClear={clear} onAll={chooseAll} />}
      {error && (
        <div class="pad">
          <Failure error={error} />
        </div>
      )}
      {executions.length === 0 && !isLoading && !hasMore ? (
        <Empty title={status || name || time ? 'None matches' : emptyTitle} />
      ) : (
        <ExecutionTable
          executions={shown}
          showsMachine={stateMachineArn === undefined}
          showsError
          onEnd={more}
          height={height}
          selection={selection}
          sorting={sorting}
          onSort={(sort) => setQuery({ sort: sort === '-started' ? undefined : sort })}
        />
      )}
    </>
  );
}

/** Times that count back from now stand still while they are chosen. */
function useFilter({ query }: Place, stateMachineArn: string | undefined): ExecutionFilter {
  const [status, name, time, from, to, children] = ['status', 'name', 'time', 'from', 'to', 'children'].map(
    (key) => query.get(key) ?? '',
  );
  return useMemo(() => {
    const since =
      time === 'custom' ? secondsOf(from) : time ? String(Math.floor(Date.now() / 1_000) - Number(time)) : '';
    const before = time === 'custom' ? secondsOf(to) : '';
    return {
      ...(stateMachineArn !== undefined && { stateMachineArn }),
      ...(status && { status }),
      ...(name && { name }),
      ...(since && { from: since }),
      ...(before && { to: before }),
      ...(stateMachineArn === undefined && children !== 'true' && { children: 'false' }),
    };
  }, [stateMachineArn, status, name, time, from, to, children]);
}

/** Local time of an input, as it is written there. */
function secondsOf(local: string | undefined): string {
  const ms = local ? new Date(local).getTime() : Number.NaN;
  return Number.isNaN(ms) ? '' : String(ms / 1_000);
}

function useSelection(shown: readonly Execution[]) {
  const [arns, setArns] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => shown.filter(({ executionArn }) => arns.has(executionArn)), [shown, arns]);
  const onToggle = (executionArn: string): void => {
    const next = new Set(arns);
    if (!next.delete(executionArn)) next.add(executionArn);
    setArns(next);
  };
  return {
    selection: { arns, onToggle },
    chosen,
    clear: () => setArns(new Set()),
    chooseAll: () => setArns(new Set(shown.map(({ executionArn }) => executionArn))),
  };
}

const ACTIONS = {
  stop: {
    title: 'Stop',
    done: 'stopped',
    applies: ({ status }: Execution) => status === 'RUNNING',
    call: (executionArn: string) =>
      callAws('states', 'StopExecution', { executionArn, error: 'Stopped', cause: 'Stopped in the console' }),
  },
  redrive: {
    title: 'Redrive',
    done: 'redriven',
    applies: ({ status, mapRunArn, type }: Execution) =>
      status !== 'RUNNING' && status !== 'SUCCEEDED' && mapRunArn === undefined && type !== 'EXPRESS',
    call: (executionArn: string) => callAws('states', 'RedriveExecution', { executionArn }),
  },
} as const;

function BulkBar({
  chosen,
  count,
  onClear,
  onAll,
}: {
  readonly chosen: readonly Execution[];
  readonly count: number;
  readonly onClear: () => void;
  readonly onAll: () => void;
}) {
  const [asked, setAsked] = useState<keyof typeof ACTIONS>();
  const [progress, setProgress] = useState<number>();
  const fitting = (kind: keyof typeof ACTIONS): readonly Execution[] => chosen.filter(ACTIONS[kind].applies);
  const run = async (kind: keyof typeof ACTIONS): Promise<void> => {
    const arns = fitting(kind).map(({ executionArn }) => executionArn);
    const { done, failures } = await inBulk(arns, ACTIONS[kind].call, setProgress);
    setProgress(undefined);
    setAsked(undefined);
    const first = failures[0];
    if (first)
      notify(`${countText(failures.length)} could not be ${ACTIONS[kind].done}: ${errorText(first.error)}`, 'failed');
    if (done > 0) notify(`${countText(done)} ${ACTIONS[kind].done}`);
    onClear();
  };
  return (
    <div class="bulk" role="status">
      <strong>{countText(chosen.length)} chosen</strong>
      {chosen.length < count && (
        <Button kind="quiet" onClick={onAll}>
          Choose all {countText(count)}
        </Button>
      )}
      <Button kind="quiet" onClick={onClear}>
        Clear
      </Button>
      <span class="grow" />
      {(['stop', 'redrive'] as const)
        .filter((kind) => fitting(kind).length > 0)
        .map((kind) => (
          <Button key={kind} kind={kind === 'stop' ? 'danger' : 'plain'} onClick={() => setAsked(kind)}>
            {ACTIONS[kind].title} {countText(fitting(kind).length)}
          </Button>
        ))}
      {asked && (
        <Dialog
          title={`${ACTIONS[asked].title} ${countText(fitting(asked).length)} executions?`}
          onClose={() => setAsked(undefined)}
          footer={
            <>
              <Button onClick={() => setAsked(undefined)}>Cancel</Button>
              <Button kind="primary" onClick={() => run(asked)}>
                {progress === undefined ? ACTIONS[asked].title : `${countText(progress)} done`}
              </Button>
            </>
          }
        >
          <ul class="names">
            {fitting(asked)
              .slice(0, 10)
              .map(({ executionArn, name }) => (
                <li key={executionArn}>
                  <bdi>{visible(name, 90)}</bdi>
                </li>
              ))}
          </ul>
          {fitting(asked).length > 10 && <p class="muted">and {countText(fitting(asked).length - 10)} more</p>}
        </Dialog>
      )}
    </div>
  );
}
