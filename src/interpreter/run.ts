/**
 * One transition at work: the machine, a draft of the state, and what has been written so far.
 * Everything that happens goes through `emit` or `note`: they write a journal entry and apply it to the draft at once.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { awsLimits, type Limits, noLimits } from '../asl/limits.ts';
import type { State, StateGraph, StateMachine } from '../asl/state-machine.ts';
import type { SilentEnvelope } from './envelope.ts';
import { apply } from './evolve.ts';
import type { ExecutionState, Thread } from './execution-state.ts';
import type { EventDetails, HistoryEvent, HistoryEventType, JournalEvent } from './history-event.ts';
import type { Probe } from './probe.ts';
import { seededRandom } from './random.ts';
import type { Activation } from './step.ts';
import { type Draft, openDraft, threadOf } from './thread-table.ts';

export interface Run {
  readonly machine: StateMachine;
  readonly draft: Draft;
  readonly history: JournalEvent[];
  readonly nowMs: number;
  readonly seed: number;
  readonly random: () => number;
  readonly limits: Limits;
  readonly absentActivities: readonly string[];
  /** Threads that can go on without the outside, in the order in which they will. */
  readonly ready: number[];
  /** The thread that is going on right now. */
  current: number | undefined;
  /** Commands that the activation itself has ended: nobody needs to be told. */
  readonly over: Set<string>;
  /** The parts of the context object that hold for the whole execution. */
  executionContext?: JsonObject;
  /** Of a test of one state. */
  readonly probe: Probe | undefined;
}

export function openRun(machine: StateMachine, state: ExecutionState, activation: Activation, probe?: Probe): Run {
  const profile = activation.type === 'ExecutionStarted' ? activation.limits : state.start?.limits;
  return {
    machine,
    draft: openDraft(state),
    history: [],
    nowMs: activation.time,
    seed: activation.seed,
    random: seededRandom(activation.seed),
    limits: profile === 'none' ? noLimits : awsLimits,
    absentActivities: activation.absentActivities ?? [],
    ready: [],
    current: undefined,
    over: new Set(),
    executionContext: undefined,
    probe,
  };
}

export function isRunning(run: Run): boolean {
  return run.draft.state.status === 'RUNNING';
}

/** The thread as it is now. Read it again after every event. */
export function thread(run: Run, id: number): Thread {
  const found = threadOf(run.draft.state, id);
  if (!found) throw new Error(`invariant: thread ${id} was expected to live`);
  return found;
}

/** The states among which a thread moves: those of the machine, of a branch or of a Map's processor. */
export function graphOf(machine: StateMachine, state: ExecutionState, of: Thread): StateGraph {
  if (of.parent === undefined) return machine;
  const parent = threadOf(state, of.parent)!;
  const container = stateOf(machine, state, parent);
  if (container.type === 'Map') return container.processor;
  if (container.type === 'Parallel') return container.branches[of.slot]!;
  throw new Error(`invariant: thread ${of.id} was expected below a Parallel or Map, not below a ${container.type}`);
}

export function stateOf(machine: StateMachine, state: ExecutionState, of: Thread): State {
  const found = graphOf(machine, state, of).states[of.state];
  if (!found) throw new Error(`invariant: state '${of.state}' was expected in the machine`);
  return found;
}

const rootEnvelope: JsonObject = Object.freeze({ thread: 0 });

export function envelopeOf(threadId: number): JsonObject {
  return threadId === 0 ? rootEnvelope : { thread: threadId };
}

/**
 * Writes an event of a thread and returns its id. It follows the thread's last event unless `after` says otherwise.
 * An execution that has ended writes nothing more; one that reaches the quota of its history ends instead.
 */
export function emit(
  run: Run,
  of: Thread,
  type: HistoryEventType,
  details?: EventDetails,
  envelope: object = envelopeOf(of.id),
  after: number = of.lastEventId,
): number {
  const { state } = run.draft;
  if (state.status !== 'RUNNING') return 0;
  if (isFull(run, state)) return endFull(run, after);
  return write(run, type, after, details, envelope);
}

/** Writes an event that ends, or starts again, the execution. */
export function emitOfExecution(
  run: Run,
  type: HistoryEventType,
  after: number,
  details?: EventDetails,
  envelope?: object,
): void {
  write(run, type, after, details, envelope ?? {});
}

/** Writes an entry that AWS does not show. */
export function note(run: Run, envelope: SilentEnvelope): void {
  if (!isRunning(run)) return;
  const entry: JournalEvent = { envelope: envelope as unknown as JsonObject };
  run.history.push(entry);
  apply(run.draft, entry);
}

function write(
  run: Run,
  type: HistoryEventType,
  after: number,
  details: EventDetails | undefined,
  envelope: object,
): number {
  const id = run.draft.state.nextEventId;
  const event: HistoryEvent = details
    ? { id, previousEventId: after, timestamp: run.nowMs, type, details }
    : { id, previousEventId: after, timestamp: run.nowMs, type };
  const entry: JournalEvent = { event, envelope: envelope as JsonObject };
  run.history.push(entry);
  apply(run.draft, entry);
  return id;
}

function isFull(run: Run, state: ExecutionState): boolean {
  return state.nextEventId >= run.limits.historyEvents && state.start?.executionType === 'STANDARD';
}

function endFull(run: Run, after: number): number {
  const cause: Json = `The execution reached the maximum number of history events (${run.limits.historyEvents}).`;
  return write(run, 'ExecutionFailed', after, { executionFailedEventDetails: { error: 'States.Runtime', cause } }, {});
}
