/** A map run as it goes on, and how fast. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { callAws } from '../../aws/request.ts';
import type { Counts, MapRun } from '../../aws/types.ts';
import { openStream } from '../../live/event-stream.ts';
import { useChanges } from '../../live/use-changes.ts';

export interface LiveMapRun {
  readonly run?: MapRun;
  readonly error?: Error;
  /** Items that end in a second: of late while it runs, on the whole once it has ended. */
  readonly perSecond?: number;
  /** Watches again: after a redrive. */
  restart(): void;
}

/** The rate is taken over so much time. */
const WINDOW_MS = 15_000;
const MIN_WINDOW_MS = 5_000;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

export function useMapRun(mapRunArn: string): LiveMapRun {
  const [run, setRun] = useState<MapRun>();
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);
  const samples = useRef<Sample[]>([]);
  useEffect(() => {
    samples.current = [];
    setError(undefined);
    const close = openStream<MapRun>(
      `/_stepwell/map-runs/watch?mapRunArn=${encodeURIComponent(mapRunArn)}`,
      (now) => {
        samples.current = sampled(samples.current, doneOf(now.itemCounts));
        setRun(now);
        setError(undefined);
        if (now.status !== 'RUNNING') close();
      },
      (isOpen) => {
        if (isOpen) return;
        // A stream does not say why it cannot be had.
        callAws<MapRun>('states', 'DescribeMapRun', { mapRunArn }).then(setRun, setError);
      },
    );
    return close;
  }, [mapRunArn, round]);
  const isOver = run !== undefined && run.status !== 'RUNNING';
  const restart = (): void => setRound((one) => one + 1);
  // Somebody else may redrive it.
  useChanges(
    { executionArn: run?.executionArn ?? '' },
    (changed) => changed.some(({ status }) => status === 'RUNNING') && restart(),
    isOver,
  );
  return { run, error, perSecond: run && rateOf(run, samples.current), restart };
}

export function doneOf({ succeeded, failed, timedOut, aborted }: Counts): number {
  return succeeded + failed + timedOut + aborted;
}

export function failedOf({ failed, timedOut, aborted }: Counts): number {
  return failed + timedOut + aborted;
}

function sampled(before: readonly Sample[], done: number): Sample[] {
  const atMs = performance.now();
  return [...before.filter((sample) => atMs - sample.atMs < WINDOW_MS), { atMs, done }];
}

/** Until a while has been watched, the rate is that of the whole run. */
function rateOf(run: MapRun, samples: readonly Sample[]): number {
  const done = doneOf(run.itemCounts);
  const [first] = samples;
  const last = samples.at(-1);
  const watchedMs = first && last ? last.atMs - first.atMs : 0;
  if (run.stopDate !== undefined || !first || !last || watchedMs < MIN_WINDOW_MS) {
    return done / Math.max(0.001, (run.stopDate ?? Date.now() / 1_000) - run.startDate);
  }
  return ((last.done - first.done) / watchedMs) * 1_000;
}
