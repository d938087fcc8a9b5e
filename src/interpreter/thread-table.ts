/**
 * The threads of an execution: looked up and changed without copying more than was touched.
 *
 * 1. A draft never writes to the state that it was opened from. 2. What a draft has copied once it then changes in place until it is sealed.
 */
import type { Json } from '../asl/json.ts';
import type { ExecutionState, Thread } from './execution-state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableThread = Mutable<Thread>;
type MutableChunk = Record<string, Thread>;
type MutableTable = Record<string, MutableChunk>;

const CHUNK_BITS = 5;
const RESULT_CHUNK_BITS = 6;

/** A state under change: belongs to one transition or one fold. */
export interface Draft {
  readonly state: Mutable<ExecutionState>;
  tableIsOwn: boolean;
  readonly ownChunks: Set<number>;
  /** Threads that were copied or made by this draft. */
  readonly ownThreads: Map<number, MutableThread>;
  /** Every thread that was changed, made or dropped. */
  readonly touched: Set<number>;
}

export function openDraft(state: ExecutionState): Draft {
  return {
    state: { ...state },
    tableIsOwn: false,
    ownChunks: new Set(),
    ownThreads: new Map(),
    touched: new Set(),
  };
}

export function threadOf(state: ExecutionState, id: number): Thread | undefined {
  return state.threads[id >> CHUNK_BITS]?.[id];
}

/** Live threads in the order in which they began. */
export function* threadsOf(state: ExecutionState): Generator<Thread> {
  for (const chunk in state.threads) {
    const threads = state.threads[chunk]!;
    for (const id in threads) yield threads[id]!;
  }
}

/** The children of a thread, in the order of their slots. */
export function childrenOf(state: ExecutionState, parent: number): Thread[] {
  const children: Thread[] = [];
  for (const thread of threadsOf(state)) if (thread.parent === parent) children.push(thread);
  return children;
}

/** The thread, free to be changed. */
export function change(draft: Draft, id: number): MutableThread {
  const own = draft.ownThreads.get(id);
  if (own) return own;
  const thread = threadOf(draft.state, id);
  if (!thread) throw new Error(`invariant: thread ${id} was expected to live`);
  const copy = { ...thread };
  put(draft, copy);
  return copy;
}

export function put(draft: Draft, thread: MutableThread): void {
  chunkOf(draft, thread.id)[thread.id] = thread;
  draft.ownThreads.set(thread.id, thread);
  draft.touched.add(thread.id);
}

export function drop(draft: Draft, id: number): void {
  const chunk = chunkOf(draft, id);
  delete chunk[id];
  draft.ownThreads.delete(id);
  draft.touched.add(id);
  let isEmpty = true;
  for (const _ in chunk) {
    isEmpty = false;
    break;
  }
  if (!isEmpty) return;
  delete (draft.state.threads as MutableTable)[id >> CHUNK_BITS];
  draft.ownChunks.delete(id >> CHUNK_BITS);
}

/** Drops everything that runs below a thread. */
export function dropBelow(draft: Draft, parent: number): void {
  for (const child of childrenOf(draft.state, parent)) {
    if (child.parts) dropBelow(draft, child.id);
    drop(draft, child.id);
  }
}

export function withResult(
  results: readonly (readonly Json[])[],
  slot: number,
  value: Json,
): readonly (readonly Json[])[] {
  const place = slot >> RESULT_CHUNK_BITS;
  const copy = results.slice();
  while (copy.length <= place) copy.push([]);
  const chunk = copy[place]!.slice();
  const last = slot & ((1 << RESULT_CHUNK_BITS) - 1);
  while (chunk.length < last) chunk.push(null);
  chunk[last] = value;
  copy[place] = chunk;
  return copy;
}

function chunkOf(draft: Draft, id: number): MutableChunk {
  const number = id >> CHUNK_BITS;
  if (!draft.tableIsOwn) {
    draft.state.threads = { ...draft.state.threads };
    draft.tableIsOwn = true;
  }
  const table = draft.state.threads as MutableTable;
  if (draft.ownChunks.has(number)) return table[number]!;
  const chunk = { ...table[number] };
  table[number] = chunk;
  draft.ownChunks.add(number);
  return chunk;
}
