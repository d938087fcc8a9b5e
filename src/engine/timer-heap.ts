/** The near future's timers, earliest first. Setting a timer again moves it; cancelled ones stay in the heap until they surface. */
export interface DueTimer {
  readonly dueMs: number;
  readonly executionArn: string;
  /** Absent: the execution is to be woken, and knows itself which of its timers are due. */
  readonly timerId?: string;
}

const MIN_COMPACTION = 1_024;

export class TimerHeap {
  #heap: DueTimer[] = [];
  /** The entry that counts for each timer. */
  readonly #current = new Map<string, DueTimer>();

  get size(): number {
    return this.#current.size;
  }

  set(timer: DueTimer): void {
    const key = keyOf(timer.executionArn, timer.timerId);
    if (this.#current.get(key)?.dueMs === timer.dueMs) return;
    this.#current.set(key, timer);
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
  }

  cancel(executionArn: string, timerId: string): void {
    this.#current.delete(keyOf(executionArn, timerId));
    if (this.#heap.length > MIN_COMPACTION && this.#heap.length > 2 * this.#current.size) this.#compact();
  }

  nextDueMs(): number | undefined {
    this.#dropStale();
    return this.#heap[0]?.dueMs;
  }

  /** Takes the earliest timer if it is due by `nowMs`. */
  take(nowMs: number): DueTimer | undefined {
    this.#dropStale();
    const first = this.#heap[0];
    if (!first || first.dueMs > nowMs) return undefined;
    this.#current.delete(keyOf(first.executionArn, first.timerId));
    this.#pop();
    return first;
  }

  #dropStale(): void {
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (this.#current.get(keyOf(first.executionArn, first.timerId)) === first) return;
      this.#pop();
    }
  }

  #compact(): void {
    this.#heap = [...this.#current.values()].sort((a, b) => a.dueMs - b.dueMs);
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (this.#heap.length === 0 || !last) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (heap[parent]!.dueMs <= heap[child]!.dueMs) return;
      [heap[parent], heap[child]] = [heap[child]!, heap[parent]!];
      child = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let parent = 0; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && heap[child]!.dueMs < heap[least]!.dueMs) least = child;
      }
      if (least === parent) return;
      [heap[parent], heap[least]] = [heap[least]!, heap[parent]!];
      parent = least;
    }
  }
}

function keyOf(executionArn: string, timerId: string | undefined): string {
  return timerId === undefined ? executionArn : `${executionArn} ${timerId}`;
}
