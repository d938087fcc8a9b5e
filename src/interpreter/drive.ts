/**
 * Runs an execution to its end in memory, with a virtual clock and scripted outcomes: for tests of the interpreter and of what stands on it.
 * The world that it keeps (tasks in flight, timers set) follows the commands alone, as an engine's does.
 */
import type { StateMachine } from '../asl/state-machine.ts';
import { initialState } from './evolve.ts';
import type { ExecutionState } from './execution-state.ts';
import type { JournalEvent } from './history-event.ts';
import type { Activation, ActivationBody, Command, ExecutionStart, InvokeTask, StartMapRun } from './step.ts';
import { transition } from './transition.ts';

export interface World {
  readonly state: ExecutionState;
  readonly history: readonly JournalEvent[];
  readonly nowMs: number;
  /** By task id, or that of a map run: what is being invoked, awaited or run. */
  readonly tasks: ReadonlyMap<string, Command>;
  /** By timer id: when it is due. */
  readonly timers: ReadonlyMap<string, number>;
}

/** What comes of a task: an activation for it, or `undefined` to leave it to its timers. */
export type Outcomes = (task: InvokeTask, isJob: boolean) => ActivationBody | undefined;

export const testStart: ExecutionStart = {
  input: {},
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:machine:execution',
  executionName: 'execution',
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
  stateMachineName: 'machine',
  roleArn: 'arn:aws:iam::000000000000:role/role',
  executionType: 'STANDARD',
  limits: 'aws',
};

export function newWorld(nowMs = Date.UTC(2026, 0, 1)): World {
  return { state: initialState(), history: [], nowMs, tasks: new Map(), timers: new Map() };
}

/** One step: applies an activation and follows its commands. */
export async function step(machine: StateMachine, world: World, body: ActivationBody): Promise<World> {
  const activation = { ...body, time: world.nowMs, seed: world.state.nextEventId } as Activation;
  const { state, history, commands } = await transition(machine, world.state, activation);
  const tasks = new Map(world.tasks);
  const timers = new Map(world.timers);
  forget(body, tasks, timers);
  for (const command of commands) follow(command, tasks, timers);
  return { ...world, state, history: [...world.history, ...history], tasks, timers };
}

/** Starts, and goes on until the execution has ended or nothing more can happen. */
export async function drive(machine: StateMachine, start: Partial<ExecutionStart>, outcomes: Outcomes): Promise<World> {
  return settle(
    machine,
    await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart, ...start }),
    outcomes,
  );
}

/** Goes on with what is in flight: tasks first, in the order of their ids, then the earliest timer. */
export async function settle(machine: StateMachine, from: World, outcomes: Outcomes): Promise<World> {
  let world = from;
  while (world.state.status === 'RUNNING') {
    const next = nextOutcome(world, outcomes) ?? nextTimer(world);
    if (!next) return world;
    world = await step(machine, { ...world, nowMs: Math.max(world.nowMs, next.dueMs) }, next.body);
  }
  return world;
}

function nextOutcome(world: World, outcomes: Outcomes): { dueMs: number; body: ActivationBody } | undefined {
  for (const id of [...world.tasks.keys()].sort()) {
    const body = outcomeOf(world.tasks.get(id)!, outcomes);
    if (body) return { dueMs: world.nowMs, body };
  }
  return undefined;
}

/** What comes of a command, if anything does. */
export function outcomeOf(command: Command, outcomes: Outcomes): ActivationBody | undefined {
  switch (command.type) {
    case 'InvokeTask':
      return outcomes(command, false);
    case 'AwaitJob':
      return outcomes(command.task, true);
    case 'StartMapRun':
      return mapRunOutcome(command);
    default:
      return undefined;
  }
}

/** A map run gives its items back; one with an item 'fail' fails until it is redriven. */
function mapRunOutcome({ mapRunId, redriveCount, items = [] }: StartMapRun): ActivationBody {
  const of = { mapRunId, redriveCount };
  const isBad = redriveCount === 0 && Object.values(items).includes('fail');
  if (isBad) return { type: 'MapRunFailed', ...of, error: 'E1', cause: 'an item failed' };
  return { type: 'MapRunSucceeded', ...of, output: Object.values(items) };
}

function nextTimer(world: World): { dueMs: number; body: ActivationBody } | undefined {
  const [first] = [...world.timers].sort(([a, due], [b, otherDue]) => due - otherDue || (a < b ? -1 : 1));
  return first && { dueMs: first[1], body: { type: 'TimerFired', timerId: first[0] } };
}

function forget(body: ActivationBody, tasks: Map<string, Command>, timers: Map<string, number>): void {
  if (body.type === 'TimerFired') timers.delete(body.timerId);
  if ('mapRunId' in body) tasks.delete(body.mapRunId);
  if ('taskId' in body && body.type !== 'TaskHeartbeat') tasks.delete(body.taskId);
}

function follow(command: Command, tasks: Map<string, Command>, timers: Map<string, number>): void {
  switch (command.type) {
    case 'InvokeTask':
      tasks.set(command.taskId, command);
      return;
    case 'AwaitJob':
      tasks.set(command.task.taskId, command);
      return;
    case 'CancelTask':
      tasks.delete(command.taskId);
      return;
    case 'SetTimer':
      timers.set(command.timerId, command.dueMs);
      return;
    case 'CancelTimer':
      timers.delete(command.timerId);
      return;
    case 'StartMapRun':
      tasks.set(command.mapRunId, command);
      return;
    case 'CancelMapRun':
      tasks.delete(command.mapRunId);
      return;
    case 'EndExecution':
      return;
  }
}
