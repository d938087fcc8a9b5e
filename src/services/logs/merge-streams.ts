/** Lines of several streams as one sequence, in order of time; lines of one time in order of their streams' names. */
import { comparePositions, type EventPosition } from './event-position.ts';
import type { StoredLine } from './log-events.ts';

export interface MergedLine extends StoredLine {
  readonly stream: string;
}

export interface MergedPosition extends EventPosition {
  readonly stream: string;
}

export function compareMerged(left: MergedPosition, right: MergedPosition): number {
  if (left.timestampMs !== right.timestampMs) return left.timestampMs - right.timestampMs;
  if (left.stream !== right.stream) return left.stream < right.stream ? -1 : 1;
  return comparePositions(left, right);
}

export interface StreamLines {
  readonly stream: string;
  readonly lines: Iterator<StoredLine>;
}

interface Head {
  readonly line: MergedLine;
  readonly source: StreamLines;
}

/** Holds one line of each stream, in a heap. */
export function* mergeStreams(sources: Iterable<StreamLines>): Generator<MergedLine> {
  const heap: Head[] = [];
  for (const source of sources) {
    const head = nextHead(source);
    if (head) push(heap, head);
  }
  while (heap.length > 0) {
    const { line, source } = heap[0]!;
    yield line;
    const head = nextHead(source);
    const last = head ?? heap.pop()!;
    if (heap.length > 0) sink(heap, last);
  }
}

function nextHead(source: StreamLines): Head | undefined {
  const next = source.lines.next();
  return next.done ? undefined : { line: { ...next.value, stream: source.stream }, source };
}

function push(heap: Head[], head: Head): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (compareMerged(heap[parent]!.line, head.line) <= 0) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = head;
}

/** Puts a head in the place of the first. */
function sink(heap: Head[], head: Head): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compareMerged(heap[child + 1]!.line, heap[child]!.line) < 0) child += 1;
    if (compareMerged(heap[child]!.line, head.line) >= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = head;
}
