/** Rows of the timeline: visits, nested as their threads are, each with its attempts and the pauses between them. */
import type { ExecutionFold, Thread, Visit } from './history.ts';

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'attempt' | 'pause' | 'whole';
  readonly status: string;
}

export type TimelineRow =
  | { readonly type: 'visit'; readonly visit: Visit; readonly depth: number; readonly spans: readonly Span[] }
  | {
      readonly type: 'thread';
      readonly thread: Thread;
      readonly depth: number;
      readonly label: string;
      readonly spans: readonly Span[];
    };

/** `nowMs` ends what still runs. Threads in `folded` (by the id of their container's visit) are left out. */
export function timelineRows(fold: ExecutionFold, nowMs: number, folded: ReadonlySet<number>): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  const addThread = (thread: Thread, depth: number): void => {
    for (const visit of thread.visits) {
      rows.push({ type: 'visit', visit, depth, spans: spansOf(visit, nowMs) });
      if (folded.has(visit.id)) continue;
      for (const inner of visit.threads) {
        rows.push({
          type: 'thread',
          thread: inner,
          depth: depth + 1,
          label: labelOf(inner),
          spans: threadSpans(inner, nowMs),
        });
        addThread(inner, depth + 2);
      }
    }
  };
  addThread(fold.root, 0);
  return rows;
}

function labelOf({ kind, index }: Thread): string {
  return kind === 'iteration' ? `Iteration ${index}` : `Branch ${index + 1}`;
}

function threadSpans({ visits, status }: Thread, nowMs: number): readonly Span[] {
  const first = visits[0];
  if (!first) return [];
  return [{ fromMs: first.enteredMs, toMs: visits.at(-1)!.exitedMs ?? nowMs, kind: 'whole', status }];
}

export function spansOf(visit: Visit, nowMs: number): readonly Span[] {
  const toMs = visit.exitedMs ?? nowMs;
  const whole: Span = { fromMs: visit.enteredMs, toMs, kind: 'whole', status: visit.status };
  if (visit.threads.length > 0 || visit.attempts.length === 0) return [whole];
  const spans: Span[] = [];
  let at: number | undefined;
  for (const attempt of visit.attempts) {
    if (at !== undefined && attempt.fromMs > at)
      spans.push({ fromMs: at, toMs: attempt.fromMs, kind: 'pause', status: 'retrying' });
    at = attempt.toMs ?? toMs;
    spans.push({ fromMs: attempt.fromMs, toMs: at, kind: 'attempt', status: attempt.status });
  }
  if (visit.status === 'retrying' && at !== undefined && toMs > at)
    spans.push({ fromMs: at, toMs, kind: 'pause', status: 'retrying' });
  return spans;
}

/** Round steps for an axis of about `count` marks. */
export function ticks(fromMs: number, toMs: number, count: number): readonly number[] {
  const rough = (toMs - fromMs) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 0.001)));
  const steps = rough < 1_000 ? [1, 2, 5, 10] : [1, 2, 3, 6, 10];
  const step = rough >= 60_000 ? niceMinutes(rough) : power * (steps.find((one) => one * power >= rough) ?? 10);
  const marks: number[] = [];
  for (let mark = 0; mark <= toMs - fromMs + step / 1_000; mark += step) marks.push(mark);
  return marks;
}

function niceMinutes(ms: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * 60_000);
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / 86_400_000) * 86_400_000;
}
