/** The newest executions and the running ones, children of map runs apart, loaded once and kept up to date by the stream of changes. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
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
  const under = useRef<AbortController | undefined>(undefined);
  /** Told since the lists were asked for: the answer may be older. Absent once it has come. */
  const since = useRef<Execution[] | undefined>(undefined);
  const reload = useCallback(() => {
    under.current?.abort();
    const controller = new AbortController();
    under.current = controller;
    since.current = [];
    const load = (query: string): Promise<ExecutionPage> =>
      getJson(`/_stepwell/executions?limit=${MOST}&children=false${query}`, { signal: controller.signal });
    Promise.all([load(''), load('&status=RUNNING')]).then(
      ([all, running]) => {
        const told = since.current ?? [];
        since.current = undefined;
        setState(
          changed(
            {
              executions: all.executions,
              running: running.executions,
              hasMore: all.next !== undefined,
              hasMoreRunning: running.next !== undefined,
              isLoaded: true,
            },
            told,
          ),
        );
      },
      (error: Error) => controller.signal.aborted || setState({ ...NOTHING, isLoaded: true, error }),
    );
  }, []);
  // Before the lists are asked for: what changes in between is told twice rather than never.
  useChanges(
    { children: 'false' },
    (fresh) => {
      since.current?.push(...fresh);
      setState((before) => changed(before, fresh));
    },
    true,
    reload,
  );
  useEffect(() => {
    reload();
    return () => under.current?.abort();
  }, [reload]);
  return state;
}

function changed(before: Recent, fresh: readonly Execution[]): Recent {
  const executions = merged(before.executions, fresh, {});
  return {
    ...before,
    executions: executions.slice(0, MOST),
    hasMore: before.hasMore || executions.length > MOST,
    running: merged(before.running, fresh, { status: 'RUNNING' }).slice(0, MOST),
  };
}
