/** Children of a map run, a page at a time as the end of the list is reached. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from '../../aws/request.ts';
import type { Status } from '../../aws/types.ts';

export interface Child {
  /** Its place among the children, of one that failed. */
  readonly index?: number;
  readonly name: string;
  readonly executionArn: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly status: Status;
  readonly items?: number;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly error?: string;
  readonly cause?: string;
  readonly input?: string;
}

export interface ChildList {
  readonly children: readonly Child[];
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly error?: Error;
  more(): void;
  reload(): void;
}

const FIRST_PAGE = 200;
const PAGE = 1_000;
/** While children end, the list is read again so often at most, and only as long as nobody has gone further down in it. */
const SETTLE_MS = 2_000;

interface Answer {
  readonly children?: readonly Child[];
  readonly failures?: readonly Child[];
  readonly next?: string | number;
}

interface State {
  readonly list: readonly Child[];
  readonly next?: string | number;
  readonly isLoading: boolean;
  readonly error?: Error;
  readonly pages: number;
}

/** `stamp` changes when there is something new. */
export function useChildren(path: string, stamp: string): ChildList {
  const [state, setState] = useState<State>({ list: [], isLoading: true, pages: 0 });
  const current = useRef(path);
  current.current = path;
  const busy = useRef<string>('');
  const load = useCallback(
    async (after?: string | number) => {
      const what = `${path} ${after ?? ''}`;
      if (busy.current === what) return;
      busy.current = what;
      const page = `&limit=${after === undefined ? FIRST_PAGE : PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
      try {
        const { children, failures, next } = await getJson<Answer>(path + page);
        const fresh = children ?? failures ?? [];
        if (current.current !== path) return;
        setState((before) => ({
          list: after === undefined ? fresh : [...before.list, ...fresh],
          next,
          isLoading: false,
          pages: after === undefined ? 1 : before.pages + 1,
        }));
      } catch (error) {
        if (current.current === path) setState((before) => ({ ...before, error: error as Error, isLoading: false }));
      } finally {
        busy.current = '';
      }
    },
    [path],
  );
  useEffect(() => {
    setState((before) => ({ ...before, isLoading: true, pages: 0 }));
    void load();
  }, [load]);

  const { pages, next } = state;
  const lastMs = useRef(Date.now());
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp || pages !== 1) return;
    const timer = setTimeout(
      () => {
        seen.current = stamp;
        lastMs.current = Date.now();
        void load();
      },
      Math.max(0, lastMs.current + SETTLE_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [load, stamp, pages]);
  const more = useCallback(() => {
    if (next !== undefined) void load(next);
  }, [load, next]);
  return {
    children: state.list,
    isLoading: state.isLoading,
    hasMore: next !== undefined,
    error: state.error,
    more,
    reload: () => void load(),
  };
}
