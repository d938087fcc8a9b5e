/** How far a map run has come, in words: items done, failed and waiting, items a second, time left. Pure. */
import { seconds } from './output.ts';

/** DescribeMapRun's answer, as far as the CLI reads it. Times are seconds since the epoch. */
export interface WireMapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate?: number;
  readonly redriveDate?: number;
  readonly redriveCount: number;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly itemCounts: WireCounts;
  readonly executionCounts: WireCounts;
}

export interface WireCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  readonly pendingRedrive?: number;
}

export function doneOf({ succeeded, failed, timedOut, aborted }: WireCounts): number {
  return succeeded + failed + timedOut + aborted;
}

export function failedOf({ failed, timedOut }: WireCounts): number {
  return failed + timedOut;
}

/** What has not begun, whether for the first time or again. */
export function pendingOf({ pending, pendingRedrive = 0 }: WireCounts): number {
  return pending + pendingRedrive;
}

/** `machine/label` of `arn:…:mapRun:machine/label:uuid`. */
export function nameOfMapRun(mapRunArn: string): string {
  return mapRunArn.split(':')[6] ?? mapRunArn;
}

/** Items a second from the start, or from the last redrive as far as that can be told. `undefined`: nothing has been done yet. */
export function overallRate(run: WireMapRun, nowSeconds: number): number | undefined {
  const elapsed = (run.stopDate ?? nowSeconds) - run.startDate;
  const done = doneOf(run.itemCounts);
  // What ran again after a redrive did so long after the start: a mean would mislead.
  return elapsed > 0 && done > 0 && run.redriveCount === 0 ? done / elapsed : undefined;
}

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

const WINDOW_MS = 10_000;

/** The rate over the last few seconds. */
export class RateMeter {
  #samples: Sample[] = [];

  add(done: number, atMs: number): void {
    this.#samples.push({ atMs, done });
    while (this.#samples.length > 2 && atMs - this.#samples[1]!.atMs >= WINDOW_MS) this.#samples.shift();
  }

  /** `undefined` until there is something to measure. */
  get perSecond(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs === first.atMs || last.done <= first.done) return undefined;
    return ((last.done - first.done) * 1_000) / (last.atMs - first.atMs);
  }
}

/** `Map 4,000/10,000 ▕████▏ · 12 failed · 5,988 pending · 1,234 items/s · 5 s left`. */
export function mapRunLine(run: WireMapRun, perSecond: number | undefined): string {
  const { itemCounts: items } = run;
  const done = doneOf(items);
  const parts = [
    `${nameOfMapRun(run.mapRunArn).split('/').at(-1)} ${bar(done, items.total)} ${counted(done)}/${counted(items.total)} items`,
  ];
  if (failedOf(items) > 0) parts.push(`${counted(failedOf(items))} failed`);
  if (items.aborted > 0) parts.push(`${counted(items.aborted)} aborted`);
  parts.push(`${counted(pendingOf(items))} pending`);
  if (perSecond !== undefined) {
    parts.push(`${counted(perSecond)} items/s`);
    const left = items.total - done;
    if (run.status === 'RUNNING' && left > 0) parts.push(`${seconds((left / perSecond) * 1_000)} left`);
  }
  return parts.join(' · ');
}

/** `1 item`, `1,200 items`. */
export function itemsOf(count: number): string {
  return `${counted(count)} ${count === 1 ? 'item' : 'items'}`;
}

/** With separators between the thousands; small rates keep a digit. */
export function counted(number: number): string {
  const rounded = number < 10 && !Number.isInteger(number) ? Math.round(number * 10) / 10 : Math.round(number);
  return rounded.toLocaleString('en-US');
}

function bar(done: number, total: number, cells = 16): string {
  const full = total > 0 ? Math.floor(Math.min(1, done / total) * cells) : 0;
  return `▕${'█'.repeat(full)}${'░'.repeat(cells - full)}▏`;
}
