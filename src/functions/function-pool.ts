/**
 * The processes of one revision of one function, and the invocations that wait for them.
 *
 * Q1 Invocations are taken up in the order in which they came. Q2 No more processes than the function's and the runner's limits.
 * Q3 Processes are started only for work that waits: at once up to a few per core, beyond that only when waiting shows that handlers are
 * slow, because starting one costs more processor time than most invocations. Where the processors, or the thread that feeds all handlers, are
 * busy throughout, waiting shows nothing: there handlers have to be slow themselves. Q4 A retired pool serves what it took and ends.
 */
import type { Clock } from '../runtime/clock.ts';
import type { FunctionSpec, Invocation, InvocationResult } from './function-runner.ts';
import type { ProcessBudget } from './process-budget.ts';
import { Queue } from './queue.ts';
import type { InitFailure, WarmProcess } from './warm-process.ts';

/**
 * On busy processors: handlers that take so long, or do not answer for so long, wait for something else than a processor or this server. With a
 * tenth of it, more processes made all of them slower, and so more seemed to be needed: a batch ended with ninety, which had cost most of its time.
 */
const SLOW_MS = 1_000;
/** What the newest answer counts in the mean. */
const NEWEST_SHARE = 0.1;
/** A process may die between two invocations, just when it is given the next: another takes it, so often. */
const MAX_DELIVERIES = 5;

export interface FunctionPoolOptions {
  readonly spec: FunctionSpec;
  readonly maxProcesses: number;
  /** Started without waiting to see whether handlers are slow. */
  readonly eagerProcesses: number;
  readonly maxStarting: number;
  /** How long the first in the queue waits before slow handlers are concluded. */
  readonly growAfterMs: number;
  /** Whether more processes could only share what processor time there is. */
  readonly isSaturated: (nowMs: number) => boolean;
  readonly idleMs: number;
  readonly clock: Clock;
  readonly budget: ProcessBudget;
  readonly start: (spec: FunctionSpec) => WarmProcess;
  readonly onEmpty: () => void;
}

interface Waiting {
  readonly invocation: Invocation;
  readonly sinceMs: number;
  deliveries: number;
  isDropped: boolean;
  resolve(result: InvocationResult): void;
  reject(reason: unknown): void;
}

interface Idle {
  readonly process: WarmProcess;
  readonly sinceMs: number;
}

export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #queue = new Queue<Waiting>();
  /** Longest idle first; the most recently used is taken first. */
  #idle: Idle[] = [];
  readonly #busy = new Set<WarmProcess>();
  readonly #starting = new Set<WarmProcess>();
  /** All of them, also those that were killed and are not yet gone. */
  readonly #alive = new Set<WarmProcess>();
  #lastReadyMs = 0;
  #lastAnswerMs = 0;
  #meanMs = 0;
  #cancelGrowth: (() => void) | undefined;
  #cancelSweep: (() => void) | undefined;
  #isRetired = false;
  #stopReason: Error | undefined;
  readonly #empty: Promise<void>;
  #resolveEmpty!: () => void;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
    this.#empty = new Promise((resolve) => {
      this.#resolveEmpty = resolve;
    });
  }

  get spec(): FunctionSpec {
    return this.#options.spec;
  }

  get hasIdle(): boolean {
    return this.#idle.length > 0;
  }

  get idleSinceMs(): number {
    return this.#idle[0]?.sinceMs ?? Number.POSITIVE_INFINITY;
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    const { waiting, promise } = wait(invocation, this.#options.clock.now());
    if (!waiting.isDropped) this.#queue.push(waiting);
    this.#dispatch();
    return promise;
  }

  /** Ends idle processes now and the others after what they do; resolves when all are gone. */
  retire(): Promise<void> {
    this.#isRetired = true;
    this.#endIdle(Number.POSITIVE_INFINITY);
    this.#settleIfEmpty();
    return this.#empty;
  }

  /** Ends everything at once; what waits and what runs is rejected: neither is a failure of the function. */
  async stop(reason: Error): Promise<void> {
    this.#isRetired = true;
    this.#stopReason = reason;
    this.#cancelGrowth?.();
    this.#cancelSweep?.();
    for (let waiting = this.#queue.shift(); waiting; waiting = this.#queue.shift()) waiting.reject(reason);
    for (const process of this.#alive) process.kill();
    await Promise.all([...this.#alive].map(({ ended }) => ended));
  }

  /** Gives up the process that has been idle longest, for another function. */
  endOldestIdle(): void {
    this.#idle.shift()?.process.kill();
  }

  /** Places may have become free. */
  grow(): void {
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#queue.size > 0 && this.#idle.length > 0) {
      const { process } = this.#idle.pop()!;
      const waiting = this.#next();
      if (!waiting) {
        this.#becomeIdle(process);
        break;
      }
      void this.#serve(process, waiting);
    }
    while (this.#mayStart()) this.#start();
    if (this.#queue.size > 0) this.#watchGrowth();
  }

  #next(): Waiting | undefined {
    for (let waiting = this.#queue.shift(); waiting; waiting = this.#queue.shift()) {
      if (!waiting.isDropped) return waiting;
    }
    return undefined;
  }

  #mayStart(): boolean {
    const { spec, maxProcesses, eagerProcesses, maxStarting, budget } = this.#options;
    const size = this.#idle.length + this.#busy.size + this.#starting.size;
    if (this.#queue.size <= this.#starting.size || this.#starting.size >= maxStarting) return false;
    if (size >= Math.min(maxProcesses, spec.concurrency ?? maxProcesses)) return false;
    if (size >= eagerProcesses && !this.#areHandlersSlow()) return false;
    return budget.take();
  }

  #areHandlersSlow(): boolean {
    const { growAfterMs, isSaturated, clock } = this.#options;
    if (this.#waitedMs() < growAfterMs) return false;
    const nowMs = clock.now();
    return !isSaturated(nowMs) || this.#meanMs >= SLOW_MS || nowMs - this.#lastAnswerMs >= SLOW_MS;
  }

  #waitedMs(): number {
    const since = Math.max(this.#queue.peek()?.sinceMs ?? Number.POSITIVE_INFINITY, this.#lastReadyMs);
    return this.#options.clock.now() - since;
  }

  #watchGrowth(): void {
    this.#cancelGrowth ??= this.#options.clock.after(this.#options.growAfterMs, () => {
      this.#cancelGrowth = undefined;
      this.#dispatch();
    });
  }

  #start(): void {
    const process = this.#options.start(this.spec);
    this.#starting.add(process);
    this.#alive.add(process);
    void process.ended.then(() => this.#onEnded(process));
    void process.init().then((failure) => this.#onStarted(process, failure));
  }

  #onStarted(process: WarmProcess, failure: InitFailure | undefined): void {
    this.#starting.delete(process);
    this.#lastReadyMs = this.#options.clock.now();
    if (this.#stopReason) return;
    if (failure) {
      const waiting = this.#next();
      waiting?.resolve(process.refuse(waiting.invocation, failure));
      this.#dispatch();
      this.#settleIfEmpty();
    } else {
      this.#takeNext(process);
    }
  }

  #takeNext(process: WarmProcess): void {
    const waiting = process.isEnded ? undefined : this.#next();
    if (waiting) void this.#serve(process, waiting);
    else if (!process.isEnded) this.#becomeIdle(process);
    this.#dispatch();
    this.#settleIfEmpty();
  }

  async #serve(process: WarmProcess, waiting: Waiting): Promise<void> {
    this.#busy.add(process);
    waiting.deliveries++;
    const result = await process.serve(waiting.invocation);
    this.#busy.delete(process);
    if (result) this.#learn(result.durationMs);
    if (this.#stopReason) waiting.reject(this.#stopReason);
    else if (result) waiting.resolve(result);
    else if (waiting.deliveries < MAX_DELIVERIES) this.#queue.unshift(waiting);
    else waiting.resolve(process.refuse(waiting.invocation, neverTaken));
    this.#takeNext(process);
  }

  #learn(durationMs: number): void {
    this.#lastAnswerMs = this.#options.clock.now();
    this.#meanMs += NEWEST_SHARE * (durationMs - this.#meanMs);
  }

  #becomeIdle(process: WarmProcess): void {
    if (this.#isRetired && this.#queue.size === 0) {
      process.kill();
      return;
    }
    this.#idle.push({ process, sinceMs: this.#options.clock.now() });
    this.#cancelSweep ??= this.#options.clock.after(this.#options.idleMs, () => this.#sweep());
    this.#options.budget.yieldIdle();
  }

  #sweep(): void {
    this.#cancelSweep = undefined;
    const { clock, idleMs } = this.#options;
    this.#endIdle(clock.now() - idleMs);
    const oldest = this.#idle[0];
    if (oldest) this.#cancelSweep = clock.after(oldest.sinceMs + idleMs - clock.now(), () => this.#sweep());
  }

  /** Ends those that have been idle since `untilMs` or longer. They leave the list here, so that no invocation meets a dying process. */
  #endIdle(untilMs: number): void {
    const ending = this.#idle.filter(({ sinceMs }) => sinceMs <= untilMs);
    this.#idle = this.#idle.filter(({ sinceMs }) => sinceMs > untilMs);
    for (const { process } of ending) process.kill();
  }

  #onEnded(process: WarmProcess): void {
    this.#alive.delete(process);
    this.#idle = this.#idle.filter((idle) => idle.process !== process);
    this.#options.budget.giveBack();
    this.#dispatch();
    this.#settleIfEmpty();
  }

  #settleIfEmpty(): void {
    if (!this.#isRetired || this.#queue.size + this.#alive.size > 0) return;
    this.#cancelGrowth?.();
    this.#cancelSweep?.();
    this.#resolveEmpty();
    this.#options.onEmpty();
  }
}

const neverTaken: InitFailure = (requestId) => ({
  payload: JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
  }),
  errorType: 'Runtime.ExitError',
});

/**
 * A promise with its place in the queue. The caller of an aborted invocation is let go at once: one that waits is dropped, one that runs
 * goes on to its end, as at AWS.
 */
function wait(invocation: Invocation, sinceMs: number): { waiting: Waiting; promise: Promise<InvocationResult> } {
  const { promise, resolve, reject } = deferred<InvocationResult>();
  const { signal } = invocation;
  const onAbort = (): void => {
    waiting.isDropped = true;
    reject(signal?.reason);
  };
  const settle = <T>(act: (value: T) => void) => {
    return (value: T): void => {
      signal?.removeEventListener('abort', onAbort);
      act(value);
    };
  };
  const waiting: Waiting = {
    invocation,
    sinceMs,
    deliveries: 0,
    isDropped: false,
    resolve: settle(resolve),
    reject: settle(reject),
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return { waiting, promise };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
