/**
 * A history that another execution goes on with: the past of one up to an event, told as if it were the other's own.
 *
 * 1. It is cut only where every thread waits for something that can be asked for again: a task whose request was not accepted yet, a timer. Where the
 * event itself is no such place, the last one before it is taken. 2. Times move as a whole, so that what is due in an hour is due in an hour.
 * 3. Tokens of tasks in flight are made anew: nobody can answer for the one with a token of the other.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { evolve, initialState } from './evolve.ts';
import type { ExecutionState, Thread } from './execution-state.ts';
import type { HistoryEvent, JournalEvent } from './history-event.ts';
import { seededRandom } from './random.ts';
import { makeTaskToken } from './task-token.ts';
import { threadsOf } from './thread-table.ts';

export interface ForkOptions {
  /** The past is told up to this event, or up to the last place before it. */
  readonly eventId: number;
  readonly executionArn: string;
  readonly executionName: string;
  readonly nowMs: number;
  readonly seed: number;
}

export interface ForkedHistory {
  readonly history: readonly JournalEvent[];
  readonly state: ExecutionState;
  /** The last event that was taken over. */
  readonly eventId: number;
}

/** `undefined`: before that event, the execution never waited for anything that can be asked for again. */
export function forkHistory(history: readonly JournalEvent[], options: ForkOptions): ForkedHistory | undefined {
  const length = lengthUntil(history, options.eventId);
  if (length === 0) return undefined;
  const past = history.slice(0, length);
  const events = past.flatMap(({ event }) => event ?? []);
  const shiftMs = options.nowMs - events.at(-1)!.timestamp;
  const state = past.reduce(evolve, initialState());
  const tokens = newTokens(state, options);
  const forked = past.map((entry, i) => retold(entry, i === 0, shiftMs, tokens, options));
  return { history: forked, state: forked.reduce(evolve, initialState()), eventId: events.at(-1)!.id };
}

/** How many entries there are up to the last place to cut at. */
function lengthUntil(history: readonly JournalEvent[], eventId: number): number {
  let state = initialState();
  let length = 0;
  for (const [i, entry] of history.entries()) {
    // Silent entries right after the event belong to it.
    if (entry.event && entry.event.id > eventId) break;
    state = evolve(state, entry);
    if (canGoOn(state)) length = i + 1;
  }
  return length;
}

function canGoOn(state: ExecutionState): boolean {
  if (state.status !== 'RUNNING') return false;
  const threads = [...threadsOf(state)];
  if (threads.length === 0) return false;
  const parts = new Map<number, number>();
  for (const { parent } of threads) if (parent !== undefined) parts.set(parent, (parts.get(parent) ?? 0) + 1);
  return threads.every((thread) => waits(thread, parts.get(thread.id) ?? 0));
}

function waits({ phase, timer, task, parts }: Thread, running: number): boolean {
  switch (phase) {
    case 'waiting':
    case 'retrying':
      return timer !== undefined;
    case 'working':
      // An accepted request is somebody else's by now: it cannot be taken over.
      return task !== undefined && task.submitted === undefined && task.taken !== true;
    case 'parted':
      return parts !== undefined && running === Math.min(parts.concurrency, parts.total - parts.succeeded);
    default:
      return false;
  }
}

function newTokens(state: ExecutionState, { executionArn, seed }: ForkOptions): ReadonlyMap<string, string> {
  const random = seededRandom(seed);
  const tokens = new Map<string, string>();
  for (const { task } of threadsOf(state)) {
    if (task?.token !== undefined) tokens.set(task.token, makeTaskToken(executionArn, task.id, random));
  }
  return tokens;
}

const TIMES = ['dueMs', 'timeoutDueMs', 'heartbeatDueMs'];

function retold(
  { event, envelope }: JournalEvent,
  isFirst: boolean,
  shiftMs: number,
  tokens: ReadonlyMap<string, string>,
  { executionArn, executionName }: ForkOptions,
): JournalEvent {
  const known = new Map<object, Json>();
  const moved = Object.fromEntries(
    Object.entries(envelope).map(([name, value]) => [
      name,
      TIMES.includes(name) && typeof value === 'number' ? value + shiftMs : replaced(value as Json, tokens, known),
    ]),
  );
  if (isFirst) {
    // A fork is nobody's child: what the task of a parent awaits is the other one.
    const { startedBy: _startedBy, ...start } = moved['start'] as JsonObject;
    moved['start'] = { ...start, executionArn, executionName };
  }
  if (!event) return { envelope: moved as JsonObject };
  const retimed = { ...event, timestamp: event.timestamp + shiftMs } as HistoryEvent;
  const details = event.details && (replaced(event.details as unknown as Json, tokens, known) as typeof event.details);
  return { event: { ...retimed, ...(details && { details }) } as HistoryEvent, envelope: moved as JsonObject };
}

/** What holds no token stays the same object; what recurs within one entry is the same object afterwards, too. */
function replaced(value: Json, tokens: ReadonlyMap<string, string>, known: Map<object, Json>): Json {
  if (tokens.size === 0) return value;
  if (typeof value === 'string') {
    let text = value;
    for (const [old, fresh] of tokens) if (text.includes(old)) text = text.replaceAll(old, fresh);
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const after = Array.isArray(value)
    ? sameOr(
        value,
        value.map((item) => replaced(item, tokens, known)),
      )
    : Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null
      ? sameMembers(value as JsonObject, tokens, known)
      : value;
  known.set(value, after);
  return after;
}

function sameOr(before: readonly Json[], after: Json[]): Json {
  return after.every((item, i) => item === before[i]) ? (before as Json) : after;
}

function sameMembers(value: JsonObject, tokens: ReadonlyMap<string, string>, known: Map<object, Json>): Json {
  const entries = Object.entries(value);
  const after = entries.map(([name, item]) => [name, replaced(item as Json, tokens, known)] as const);
  return after.every(([, item], i) => item === entries[i]![1]) ? value : (Object.fromEntries(after) as Json);
}
