/** Executions of every machine or of one, page after page, kept up to date by the stream of changes. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from '../aws/request.ts';
import type { Execution, ExecutionPage } from '../aws/types.ts';
import { useChanges } from './use-changes.ts';

export interface ExecutionFilter {
  readonly status?: string;
  readonly name?: string;
  readonly stateMachineArn?: string;
  /** Of the start, seconds since the epoch. */
  readonly from?: string;
  readonly to?: string;
  /** `false` leaves out the children of map runs. */
  readonly children?: string;
}

export interface ExecutionList {
  readonly executions: readonly Execution[];
  readonly isLoading: boolean;
  readonly error?: Error;
  readonly hasMore: boolean;
  more(): void;
}

const PAGE = 200;

export function useExecutions(filter: ExecutionFilter): ExecutionList {
  const [state, setState] = useState<{ list: readonly Execution[]; next?: string; isLoading: boolean; error?: Error }>({
    list: [],
    isLoading: true,
  });
  const key = JSON.stringify(filter);
  const busy = useRef(false);
  const current = useRef(key);
  current.current = key;
  /** Told since the first page was asked for: the answer may be older. Absent once it has come. */
  const since = useRef<Execution[] | undefined>(undefined);

  const load = useCallback(
    async (after?: string) => {
      if (busy.current && after !== undefined) return;
      busy.current = true;
      if (after === undefined) since.current = [];
      const wanted = JSON.parse(key) as ExecutionFilter;
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...wanted,
        ...(after !== undefined && { after }),
      });
      try {
        const page = await getJson<ExecutionPage>(`/_stepwell/executions?${query}`);
        if (current.current !== key) return;
        const told = since.current ?? [];
        if (after === undefined) since.current = undefined;
        setState((before) => ({
          list: after === undefined ? merged(page.executions, told, wanted) : [...before.list, ...page.executions],
          next: page.next,
          isLoading: false,
        }));
      } catch (error) {
        if (current.current === key) setState((before) => ({ ...before, isLoading: false, error: error as Error }));
      } finally {
        busy.current = false;
      }
    },
    [key],
  );

  // Before the list is asked for: what changes in between is told twice rather than never.
  const { stateMachineArn, children } = filter;
  useChanges(
    { ...(stateMachineArn !== undefined && { stateMachineArn }), ...(children && { children }) },
    (fresh) => {
      since.current?.push(...fresh);
      setState((before) => ({ ...before, list: merged(before.list, fresh, filter) }));
    },
    true,
    () => void load(),
  );
  useEffect(() => {
    setState((before) => ({ ...before, isLoading: true, error: undefined }));
    void load();
  }, [load]);
  const { next } = state;
  const more = useCallback(() => {
    if (next !== undefined) void load(next);
  }, [load, next]);
  return { executions: state.list, isLoading: state.isLoading, error: state.error, hasMore: next !== undefined, more };
}

/** Newest first; what no longer passes the filter goes. */
export function merged(
  list: readonly Execution[],
  changed: readonly Execution[],
  { status, name, from, to, children }: ExecutionFilter,
): readonly Execution[] {
  const latest = new Map(changed.map((execution) => [execution.executionArn, execution]));
  const passes = (execution: Execution): boolean =>
    (!status || execution.status === status) &&
    (children !== 'false' || execution.mapRunArn === undefined) &&
    (!name || execution.name.toLowerCase().includes(name.toLowerCase())) &&
    (!from || execution.startDate >= Number(from)) &&
    (!to || execution.startDate < Number(to));
  const known = list.flatMap((execution) => {
    const newer = latest.get(execution.executionArn);
    latest.delete(execution.executionArn);
    return newer === undefined ? [execution] : passes(newer) ? [newer] : [];
  });
  const fresh = [...latest.values()].filter(passes).sort((a, b) => b.startDate - a.startDate);
  return fresh.length === 0 ? known : [...fresh, ...known].sort((a, b) => b.startDate - a.startDate);
}
