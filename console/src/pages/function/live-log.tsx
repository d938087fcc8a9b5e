import { useEffect, useRef, useState } from 'preact/hooks';
import { jsonLines } from '../../aws/request.ts';
import type { LogLine } from '../../aws/types.ts';
import { Card, Failure } from '../../ui/basics.tsx';
import { LogLines } from '../../ui/log-lines.tsx';

const KEPT = 2_000;
const SETTLE_MS = 300;
/** What Lambda itself writes around each invocation. */
const PLATFORM = /^(?:START|END|REPORT|INIT_START|EXTENSION)\b/;

/** What the function prints, as it prints it. `onEnded` is called after invocations have ended, a few times a second at most. */
export function LiveLog({ name, onEnded }: { readonly name: string; readonly onEnded: () => void }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [error, setError] = useState<Error>();
  const [showsAll, setShowsAll] = useState(false);
  const latest = useRef(onEnded);
  latest.current = onEnded;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let gathered: LogLine[] = [];
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      frame = 0;
      setLines(gathered.slice());
    };
    const ended = (): void => {
      timer = undefined;
      latest.current();
    };
    const read = async (): Promise<void> => {
      const path = `/_stepwell/functions/${encodeURIComponent(name)}/logs?follow=true`;
      for await (const line of jsonLines<LogLine>(path, { signal })) {
        gathered.push(line);
        // In batches, so that dropping costs little for each line.
        if (gathered.length > KEPT * 1.25) gathered = gathered.slice(-KEPT);
        frame ||= requestAnimationFrame(show);
        if (line.message.startsWith('REPORT')) timer ??= setTimeout(ended, SETTLE_MS);
      }
    };
    read().catch((failure: unknown) => signal.aborted || setError(failure as Error));
    return () => {
      controller.abort();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [name]);
  const shown = showsAll ? lines : lines.filter(({ message }) => !PLATFORM.test(message));
  return (
    <Card
      title="Log, live"
      actions={
        <label class="check">
          <input
            type="checkbox"
            checked={showsAll}
            onChange={({ currentTarget }) => setShowsAll(currentTarget.checked)}
          />
          Start, end and report
        </label>
      }
    >
      {error ? <Failure error={error} /> : <LogLines lines={shown} />}
    </Card>
  );
}
