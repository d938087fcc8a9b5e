/**
 * Timers: the store knows each execution's earliest wake time; memory holds only what is due within the window.
 *
 * T1 A timer due before `#horizonMs` is in memory from the moment it is set, or comes with the poll that moved the horizon past it. A timer due
 * later is found by a later poll. None falls in between, for the horizon moves before the poll reads.
 * T2 A timer never fires before the clock says so, and a jump of the clock is noticed within `MAX_SLEEP_MS`.
 * T3 A timer that fires twice is harmless: the second activation changes nothing.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { DueExecution, Page } from '../store/journal.ts';
import { type DueTimer, TimerHeap } from './timer-heap.ts';

export const TIMER_WINDOW_MS = 60_000;
const MAX_SLEEP_MS = 1_000;
const PAGE = 1_000;
/** Timers that fire in one go: a hundred thousand due at once must leave room for everything else. */
const MAX_FIRED_AT_ONCE = 256;

export interface TimerQueueOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly due: (fromMs: number, beforeMs: number, limit: number, after?: string) => Promise<Page<DueExecution>>;
  readonly fire: (timer: DueTimer) => void;
}

export class TimerQueue {
  readonly #options: TimerQueueOptions;
  readonly #heap = new TimerHeap();
  #horizonMs = Number.NEGATIVE_INFINITY;
  #polling = false;
  #isRunning = false;
  #cancelSleep: (() => void) | undefined;
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor(options: TimerQueueOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isRunning = true;
    this.#tick();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelSleep?.();
  }

  /** `isInStore`: the store knows the execution's wake time, so that a later poll finds what memory need not hold. */
  set(executionArn: string, timerId: string, dueMs: number, isInStore: boolean): void {
    if (isInStore && dueMs >= this.#horizonMs) return;
    this.#heap.set({ executionArn, timerId, dueMs });
    if (dueMs < this.#wakesAtMs) this.#sleep();
  }

  cancel(executionArn: string, timerId: string): void {
    this.#heap.cancel(executionArn, timerId);
  }

  #tick(): void {
    if (!this.#isRunning) return;
    const now = this.#options.clock.now();
    if (!this.#polling && now + TIMER_WINDOW_MS / 2 >= this.#horizonMs) this.#poll(now + TIMER_WINDOW_MS);
    for (let fired = 0; fired < MAX_FIRED_AT_ONCE; fired++) {
      const timer = this.#heap.take(now);
      if (!timer) break;
      this.#options.fire(timer);
    }
    this.#sleep();
  }

  #sleep(): void {
    if (!this.#isRunning) return;
    this.#cancelSleep?.();
    const now = this.#options.clock.now();
    const untilDue = (this.#heap.nextDueMs() ?? Number.POSITIVE_INFINITY) - now;
    const sleepMs = Math.min(Math.max(0, untilDue), MAX_SLEEP_MS);
    this.#wakesAtMs = now + sleepMs;
    this.#cancelSleep = this.#options.clock.after(sleepMs, () => this.#tick());
  }

  #poll(beforeMs: number): void {
    const fromMs = this.#horizonMs;
    this.#horizonMs = beforeMs;
    this.#polling = true;
    this.#read(fromMs, beforeMs).then(
      () => {
        this.#polling = false;
        this.#sleep();
      },
      (error) => {
        this.#options.logger.error('Cannot read the timers that are due; trying again', { error });
        this.#cancelSleep?.();
        this.#cancelSleep = undefined;
        this.#polling = false;
        // What was set meanwhile is in memory already; what the poll missed is read again from the old horizon.
        this.#horizonMs = fromMs;
        this.#sleep();
      },
    );
  }

  async #read(fromMs: number, beforeMs: number): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.#options.due(fromMs, beforeMs, PAGE, after);
      for (const { executionArn, wakeAtMs } of page.items) this.#heap.set({ executionArn, dueMs: wakeAtMs });
      after = page.next;
    } while (after !== undefined && this.#isRunning);
  }
}
