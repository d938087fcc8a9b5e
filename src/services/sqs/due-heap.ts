/** Things by the time at which they fall due, earliest first. Nothing is taken out early: whoever takes one checks that it still counts. */
export class DueHeap<T> {
  readonly #heap: { readonly dueMs: number; readonly item: T }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): { readonly dueMs: number; readonly item: T } | undefined {
    return this.#heap[0];
  }

  push(dueMs: number, item: T): void {
    const heap = this.#heap;
    const added = { dueMs, item };
    let at = heap.length;
    heap.push(added);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.dueMs <= dueMs) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = added;
  }

  pop(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.item;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++;
      if (heap[child]!.dueMs >= last.dueMs) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first.item;
  }

  clear(): void {
    this.#heap.length = 0;
  }
}
