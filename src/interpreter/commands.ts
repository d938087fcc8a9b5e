/**
 * Commands are the difference between what was outstanding before a step and after it. What must be in flight is thus a function of the
 * state alone, and a command can neither be forgotten nor sent for something that began and ended within the step.
 */
import type { StateMachine, TaskState } from '../asl/state-machine.ts';
import { stateContext } from './context-object.ts';
import type { ExecutionState, Thread } from './execution-state.ts';
import { mapRunKey } from './map-run.ts';
import { stateOf } from './run.ts';
import type { Command, InvokeTask } from './step.ts';
import { threadOf, threadsOf } from './thread-table.ts';

/** What is in flight for one thing: `key` tells whether it is still the same, `cancel` undoes it. */
export interface InFlight {
  readonly key: string;
  readonly command: Command;
  readonly cancel: Command;
}

/** Everything in flight of a running execution. */
export function inFlight(machine: StateMachine, state: ExecutionState): InFlight[] {
  const found: InFlight[] = [];
  if (state.status !== 'RUNNING') return found;
  if (state.timer) found.push(timer(state.timer.id, state.timer.dueMs));
  for (const of of threadsOf(state)) addThread(found, machine, state, of);
  return found;
}

/** The commands of a step that changed `touched` threads. `over`: keys that the activation itself brought to their end. */
export function commandsBetween(
  machine: StateMachine,
  before: ExecutionState,
  after: ExecutionState,
  touched: Iterable<number>,
  over: ReadonlySet<string>,
): Command[] {
  const isOver = before.status === 'RUNNING' && after.status !== 'RUNNING';
  const old = isOver ? inFlight(machine, before) : inFlightOf(machine, before, touched);
  const now = inFlightOf(machine, after, touched);
  const oldKeys = new Set(old.map(({ key }) => key));
  const nowKeys = new Set(now.map(({ key }) => key));
  const commands: Command[] = [];
  for (const { key, cancel } of old) if (!nowKeys.has(key) && !over.has(key)) commands.push(cancel);
  for (const { key, command } of now) if (!oldKeys.has(key)) commands.push(command);
  if (isOver && after.end) commands.push({ type: 'EndExecution', end: after.end });
  return commands;
}

function inFlightOf(machine: StateMachine, state: ExecutionState, threads: Iterable<number>): InFlight[] {
  const found: InFlight[] = [];
  if (state.status !== 'RUNNING') return found;
  if (state.timer) found.push(timer(state.timer.id, state.timer.dueMs));
  for (const id of threads) {
    const of = threadOf(state, id);
    if (of) addThread(found, machine, state, of);
  }
  return found;
}

function addThread(found: InFlight[], machine: StateMachine, state: ExecutionState, of: Thread): void {
  if (of.timer) found.push(timer(of.timer.id, of.timer.dueMs));
  if (of.phase === 'mapping') found.push(mapRun(machine, state, of));
  const { task } = of;
  if (!task) return;
  if (task.timeout) found.push(timer(task.timeout.id, task.timeout.dueMs));
  if (task.heartbeat) found.push(timer(task.heartbeat.id, task.heartbeat.dueMs));
  const { resource } = stateOf(machine, state, of) as TaskState;
  const invoke = invokeTask(of, resource);
  if (!task.submitted) {
    if (task.taken) return;
    const cancel: Command = { type: 'CancelTask', taskId: task.id, task: invoke };
    found.push({ key: `task ${task.id}`, command: invoke, cancel });
  } else if (endsByItself(state, resource)) {
    const { output } = task.submitted;
    const cancel: Command = { type: 'CancelTask', taskId: task.id, task: invoke, submitted: output };
    found.push({ key: `job ${task.id}`, command: { type: 'AwaitJob', task: invoke, output }, cancel });
  }
}

/** A job tells of its end; so does the mock of a task that waits for a callback. */
function endsByItself({ start }: ExecutionState, resource: TaskState['resource']): boolean {
  if (resource.type !== 'integration') return false;
  return (
    resource.pattern === 'RUN_JOB' || (resource.pattern === 'WAIT_FOR_TASK_TOKEN' && start?.mockTestCase !== undefined)
  );
}

function timer(timerId: string, dueMs: number): InFlight {
  return {
    key: `timer ${timerId}`,
    command: { type: 'SetTimer', timerId, dueMs },
    cancel: { type: 'CancelTimer', timerId },
  };
}

function mapRun(machine: StateMachine, state: ExecutionState, of: Thread): InFlight {
  const { id: mapRunId, arn: mapRunArn, redriveCount, input, items, settings } = of.mapRun!;
  return {
    key: mapRunKey(of),
    command: {
      type: 'StartMapRun',
      mapRunId,
      mapRunArn,
      redriveCount,
      path: pathOf(machine, state, of),
      input,
      ...(items !== undefined && { items }),
      settings,
      variables: of.variables,
      context: stateContext(machine, state, of),
    },
    cancel: { type: 'CancelMapRun', mapRunId, mapRunArn },
  };
}

function pathOf(machine: StateMachine, state: ExecutionState, of: Thread): (string | number)[] {
  if (of.parent === undefined) return [of.state];
  const parent = threadOf(state, of.parent)!;
  const isBranch = stateOf(machine, state, parent).type === 'Parallel';
  return [...pathOf(machine, state, parent), ...(isBranch ? [of.slot] : []), of.state];
}

function invokeTask(of: Thread, resource: TaskState['resource']): InvokeTask {
  const task = of.task!;
  return {
    type: 'InvokeTask',
    taskId: task.id,
    stateName: of.state,
    resource,
    arguments: task.arguments,
    taskToken: task.token,
    credentials: task.credentials,
    timeoutSeconds: task.timeoutSeconds,
    heartbeatSeconds: task.heartbeatSeconds,
    attempt: task.attempt,
  };
}
