/**
 * Whether this machine's processors, and the one thread that feeds all handlers, have anything left to give: asked before starting processes that
 * would only share what there is.
 */
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Asking costs time of its own, and a shorter while says little. */
const SAMPLE_MS = 100;
const LEAST_IDLE_SHARE = 0.1;

export interface ProcessorTimes {
  readonly idleMs: number;
  readonly totalMs: number;
  /** Of this thread's event loop. */
  readonly loopIdleMs: number;
  readonly loopTotalMs: number;
}

export class ProcessorLoad {
  readonly #read: () => ProcessorTimes;
  #last: ProcessorTimes | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #isSaturated = false;

  constructor(read: () => ProcessorTimes = processorTimes) {
    this.#read = read;
  }

  /** Of the time between the last two samples. Not saturated until there are two. */
  isSaturated(nowMs: number): boolean {
    if (nowMs - this.#lastMs < SAMPLE_MS) return this.#isSaturated;
    const times = this.#read();
    if (this.#last) {
      const { idleMs, totalMs, loopIdleMs, loopTotalMs } = this.#last;
      this.#isSaturated =
        isBusy(times.idleMs - idleMs, times.totalMs - totalMs) ||
        isBusy(times.loopIdleMs - loopIdleMs, times.loopTotalMs - loopTotalMs);
    }
    this.#last = times;
    this.#lastMs = nowMs;
    return this.#isSaturated;
  }
}

function isBusy(idleMs: number, passedMs: number): boolean {
  return passedMs > 0 && idleMs < LEAST_IDLE_SHARE * passedMs;
}

function processorTimes(): ProcessorTimes {
  let idleMs = 0;
  let totalMs = 0;
  for (const { times } of cpus()) {
    idleMs += times.idle;
    totalMs += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  const { idle, active } = performance.eventLoopUtilization();
  return { idleMs, totalMs, loopIdleMs: idle, loopTotalMs: idle + active };
}
