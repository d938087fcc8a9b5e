/** What the events of a Parallel or a Map leave behind: threads for its branches or iterations, then their results. */
import type {
  DistributedMapStartedEnvelope,
  IterationStartedEnvelope,
  MapStartedEnvelope,
  ParallelStartedEnvelope,
} from './envelope.ts';
import type { Parts } from './execution-state.ts';
import type { HistoryEvent } from './history-event.ts';
import { newThread } from './new-thread.ts';
import { change, type Draft, drop, type MutableThread, put, withResult } from './thread-table.ts';

export function parallelStarted(
  draft: Draft,
  thread: MutableThread,
  event: HistoryEvent,
  { input, startAt }: ParallelStartedEnvelope,
): void {
  const total = startAt.length;
  const parts: Parts = { kind: 'Parallel', total, begun: total, succeeded: 0, concurrency: total, input, results: [] };
  thread.parts = parts;
  thread.phase = 'parted';
  thread.lastEventId = event.id;
  startAt.forEach((state, slot) => {
    const branch = newThread(draft, thread.id, slot, state, input, event.id);
    branch.variables = thread.variables;
    put(draft, branch);
  });
}

export function mapStarted(
  thread: MutableThread,
  event: HistoryEvent,
  envelope: MapStartedEnvelope | DistributedMapStartedEnvelope,
): void {
  thread.lastEventId = event.id;
  if (envelope.items === undefined) return;
  const { items, input, concurrency } = envelope;
  const total = items.length;
  thread.parts = { kind: 'Map', total, begun: 0, succeeded: 0, concurrency, input, items, results: [] };
  thread.phase = total === 0 ? 'joined' : 'parted';
}

export function iterationStarted(
  draft: Draft,
  parent: MutableThread,
  event: HistoryEvent,
  { startAt, input }: IterationStartedEnvelope,
): void {
  const parts = parent.parts!;
  const iteration = newThread(draft, parent.id, parts.begun, startAt, input, event.id);
  iteration.variables = parent.variables;
  put(draft, iteration);
  parent.parts = { ...parts, begun: parts.begun + 1 };
}

/** A branch or an iteration is done: only its result stays. */
export function join(draft: Draft, child: MutableThread, eventId: number): void {
  const parent = change(draft, child.parent!);
  const parts = parent.parts!;
  const succeeded = parts.succeeded + 1;
  parent.parts = { ...parts, succeeded, results: withResult(parts.results, child.slot, child.input) };
  parent.lastEventId = eventId;
  if (succeeded === parts.total) parent.phase = 'joined';
  drop(draft, child.id);
}
