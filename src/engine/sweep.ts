/**
 * What slipped through: every so often, executions that the journal says should be moving and that nobody here moves are woken.
 *
 * S1 In ordinary running a sweep finds nothing: timers and commands are dispatched when they become durable.
 * S2 It heals what another process left behind after this one had recovered: a late commit of a process that was thought dead, and an
 * end that came by it. S3 A job that could not be told to stop is told again.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ExecutionRecord, Journal } from '../store/journal.ts';

const SWEEP_MS = 30_000;
/** A timer is overdue when it has not fired by then. */
const GRACE_MS = 5_000;
const PAGE = 500;

export interface SweepOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the execution is in memory and busy: then it needs no help. */
  readonly isMoving: (executionArn: string) => boolean;
  /** Loads the execution afresh and dispatches what is outstanding. */
  readonly wake: (executionArn: string) => void;
  /** Executions whose end somebody here waits for. */
  readonly awaited: () => readonly string[];
  /** Tells those who wait of an end that another process wrote. */
  readonly ended: (record: ExecutionRecord) => void;
  /** Tells the jobs that were left, and could not be told or were not. */
  readonly cancelJobs: () => Promise<void>;
}

export class Sweep {
  readonly #options: SweepOptions;
  #cancel: (() => void) | undefined;
  #isRunning = false;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isRunning = true;
    this.#next();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancel?.();
  }

  #next(): void {
    if (!this.#isRunning) return;
    this.#cancel = this.#options.clock.after(SWEEP_MS, () => {
      this.#sweep()
        .catch((error) =>
          this.#options.logger.warn('Cannot look for executions that stand still; trying again', { error }),
        )
        .finally(() => this.#next());
    });
  }

  async #sweep(): Promise<void> {
    const { journal, clock } = this.#options;
    const overdueMs = clock.now() - GRACE_MS;
    await this.#wakeAll((after) => journal.due(Number.NEGATIVE_INFINITY, overdueMs, PAGE, after));
    await this.#wakeAll((after) => journal.open({ idle: false }, PAGE, after));
    await this.#tellEnds();
    await this.#options.cancelJobs();
  }

  async #tellEnds(): Promise<void> {
    const { journal, awaited, isMoving, ended } = this.#options;
    for (const executionArn of awaited()) {
      if (!this.#isRunning) return;
      if (isMoving(executionArn)) continue;
      const record = await journal.record(executionArn);
      if (record && record.status !== 'RUNNING') ended(record);
    }
  }

  async #wakeAll(
    page: (
      after?: string,
    ) => Promise<{ readonly items: readonly { readonly executionArn: string }[]; readonly next?: string }>,
  ): Promise<void> {
    let after: string | undefined;
    do {
      const { items, next } = await page(after);
      for (const { executionArn } of items) {
        if (this.#isRunning && !this.#options.isMoving(executionArn)) this.#options.wake(executionArn);
      }
      after = next;
    } while (after !== undefined && this.#isRunning);
  }
}
