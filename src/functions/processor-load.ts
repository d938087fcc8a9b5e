/** Whether this machine's processors have anything left to give: asked before starting processes that would only share what there is. */
import { cpus } from 'node:os';

/** Asking costs time of its own, and a shorter while says little. */
const SAMPLE_MS = 100;
const LEAST_IDLE_SHARE = 0.1;

export interface ProcessorTimes {
  readonly idleMs: number;
  readonly totalMs: number;
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
      const passedMs = times.totalMs - this.#last.totalMs;
      this.#isSaturated = passedMs > 0 && times.idleMs - this.#last.idleMs < LEAST_IDLE_SHARE * passedMs;
    }
    this.#last = times;
    this.#lastMs = nowMs;
    return this.#isSaturated;
  }
}

function processorTimes(): ProcessorTimes {
  let idleMs = 0;
  let totalMs = 0;
  for (const { times } of cpus()) {
    idleMs += times.idle;
    totalMs += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  return { idleMs, totalMs };
}
