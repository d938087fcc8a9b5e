import { useEffect, useRef } from 'preact/hooks';
import type { Execution } from '../aws/types.ts';
import { openStream } from './event-stream.ts';

const SETTLE_MS = 250;

/** Calls back with the executions whose status changed, a few times a second at most. `isLive: false` listens to nothing. */
export function useChanges(
  filter: Readonly<Record<string, string>>,
  onChange: (changed: readonly Execution[]) => void,
  isLive = true,
): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const query = new URLSearchParams(filter).toString();
  useEffect(() => {
    if (!isLive) return;
    let gathered: Execution[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      const changed = gathered;
      gathered = [];
      latest.current(changed);
    };
    const close = openStream<Execution>(`/_stepwell/executions/changes?${query}`, (execution) => {
      gathered.push(execution);
      timer ??= setTimeout(flush, SETTLE_MS);
    });
    return () => {
      close();
      clearTimeout(timer);
    };
  }, [query, isLive]);
}
