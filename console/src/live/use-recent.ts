/** The newest executions and the running ones, children of map runs apart, loaded once and kept up to date by the stream of changes. */
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../aws/request.ts';
import type { Execution, ExecutionPage } from '../aws/types.ts';
import { useChanges } from './use-changes.ts';
import { merged } from './use-executions.ts';

export interface Recent {
  readonly executions: readonly Execution[];
  readonly running: readonly Execution[];
  /** There are more than were loaded. */
  readonly hasMore: boolean;
  readonly hasMoreRunning: boolean;
  readonly isLoaded: boolean;
  readonly error?: Error;
}

const MOST = 1_000;
const NOTHING: Recent = { executions: [], running: [], hasMore: false, hasMoreRunning: false, isLoaded: false };

export function useRecent(): Recent {
  const [state, setState] = useState<Recent>(NOTHING);
  useEffect(() => {
    const controller = new AbortController();
    const load = (query: string): Promise<ExecutionPage> =>
      getJson(`/_stepwell/executions?limit=${MOST}&children=false${query}`, { signal: controller.signal });
    Promise.all([load(''), load('&status=RUNNING')]).then(
      ([all, running]) =>
        setState({
          executions: all.executions,
          running: running.executions,
          hasMore: all.next !== undefined,
          hasMoreRunning: running.next !== undefined,
          isLoaded: true,
        }),
      (error: Error) => controller.signal.aborted || setState({ ...NOTHING, isLoaded: true, error }),
    );
    return () => controller.abort();
  }, []);
  useChanges({ children: 'false' }, (changed) =>
    setState((before) => {
      const executions = merged(before.executions, changed, {});
      return {
        ...before,
        executions: executions.slice(0, MOST),
        hasMore: before.hasMore || executions.length > MOST,
        running: merged(before.running, changed, { status: 'RUNNING' }).slice(0, MOST),
      };
    }),
  );
  return state;
}
