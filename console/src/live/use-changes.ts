import { useEffect, useRef } from 'preact/hooks';
import type { Execution } from '../aws/types.ts';
import { openStream } from './event-stream.ts';

const SETTLE_MS = 250;

/**
 * Calls back with the executions whose status changed, a few times a second at most. `isLive: false` listens to nothing. While the page was hidden or the
 * server away, changes were missed: `onReopen` is called when they are told again.
 */
export function useChanges(
  filter: Readonly<Record<string, string>>,
  onChange: (changed: readonly Execution[]) => void,
  isLive = true,
  onReopen?: () => void,
): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const reopened = useRef(onReopen);
  reopened.current = onReopen;
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
    let opened = 0;
    const close = openStream<Execution>(
      `/_stepwell/executions/changes?${query}`,
      (execution) => {
        gathered.push(execution);
        timer ??= setTimeout(flush, SETTLE_MS);
      },
      (isOpen) => {
        if (isOpen && opened++ > 0) reopened.current?.();
      },
    );
    return () => {
      close();
      clearTimeout(timer);
    };
  }, [query, isLive]);
}
