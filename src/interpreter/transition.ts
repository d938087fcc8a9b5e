/**
 * The pure heart: what an activation makes of an execution.
 *
 * I1 fold(evolve, history) = state. I2 same arguments, same step; arguments are never changed. I3 an activation for something no longer
 * awaited changes nothing. I4 cut the journal between two steps, resume, and the outcome is the same.
 * A step runs until nothing more can be done without the outside. It is a promise only if JSONata had to be awaited.
 */
import type { StateMachine, TaskState, WaitState } from '../asl/state-machine.ts';
import type { Eventually } from '../query/scope.ts';
import { advanceAll, resumeParts } from './advance.ts';
import { taskOwner } from './awaited-task.ts';
import { commandsBetween } from './commands.ts';
import type { RedrivenEnvelope, StartEnvelope } from './envelope.ts';
import { andThen } from './eventually.ts';
import type { ExecutionState, Thread } from './execution-state.ts';
import { present } from './failure.ts';
import { mapRunEnded } from './map-run.ts';
import type { Probe } from './probe.ts';
import { emitOfExecution, isRunning, note, openRun, type Run, stateOf } from './run.ts';
import type { Activation, ExecutionStart, OfMapRun, Step } from './step.ts';
import { taskChanged, taskTimedOut } from './task-state.ts';
import { threadOf, threadsOf } from './thread-table.ts';
import { finishWait } from './wait-state.ts';

/** `probe` makes it a test of one state. */
export function transition(
  machine: StateMachine,
  state: ExecutionState,
  activation: Activation,
  probe?: Probe,
): Eventually<Step> {
  if (!awaits(machine, state, activation)) return { history: [], state, commands: [] };
  const run = openRun(machine, state, activation, probe);
  const begun = begin(run, activation);
  if (begun instanceof Promise) return begun.then(() => andThen(advanceAll(run), () => close(run, state)));
  const advanced = advanceAll(run);
  return advanced instanceof Promise ? advanced.then(() => close(run, state)) : close(run, state);
}

function close(run: Run, before: ExecutionState): Step {
  const { state, touched } = run.draft;
  if (run.history.length === 0) return { history: [], state: before, commands: [] };
  return { history: run.history, state, commands: commandsBetween(run.machine, before, state, touched, run.over) };
}

/** Whether the execution waits for this. */
function awaits(machine: StateMachine, state: ExecutionState, activation: Activation): boolean {
  switch (activation.type) {
    case 'ExecutionStarted':
      return state.nextEventId === 1;
    case 'RedriveRequested':
      return state.status !== 'RUNNING' && state.status !== 'SUCCEEDED' && state.start?.executionType === 'STANDARD';
    case 'StopRequested':
      return isOpen(state);
    case 'TimerFired':
      return (
        isOpen(state) && (state.timer?.id === activation.timerId || timerOwner(state, activation.timerId) !== undefined)
      );
    case 'MapRunSucceeded':
    case 'MapRunFailed':
      return isOpen(state) && mapRunOwner(state, activation) !== undefined;
    case 'TaskStarted':
    case 'TaskSubmitted':
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskHeartbeat':
      return isOpen(state) && awaitsTask(machine, state, activation);
  }
}

function isOpen(state: ExecutionState): boolean {
  return state.status === 'RUNNING' && state.nextEventId > 1;
}

type TaskActivation = Extract<Activation, { readonly taskId: string }>;

function awaitsTask(machine: StateMachine, state: ExecutionState, activation: TaskActivation): boolean {
  const of = taskOwner(state, activation.taskId);
  if (!of || (activation.taskToken !== undefined && activation.taskToken !== of.task!.token)) return false;
  const { resource } = stateOf(machine, state, of) as TaskState;
  switch (activation.type) {
    case 'TaskStarted':
      return resource.type === 'activity' && !of.task!.taken;
    case 'TaskSubmitted':
      return resource.type === 'integration' && resource.pattern !== 'REQUEST_RESPONSE' && !of.task!.submitted;
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskHeartbeat':
      return true;
  }
}

/** The thread that waits for this map run, as it was begun or redriven. Its id begins with its thread's. */
function mapRunOwner(state: ExecutionState, { mapRunId, redriveCount }: OfMapRun): Thread | undefined {
  const of = threadOf(state, Number.parseInt(mapRunId, 10));
  const isAwaited = of?.phase === 'mapping' && of.mapRun?.id === mapRunId && of.mapRun.redriveCount === redriveCount;
  return isAwaited ? of : undefined;
}

function timerOwner(state: ExecutionState, timerId: string): Thread | undefined {
  const of = threadOf(state, Number.parseInt(timerId, 10));
  if (!of) return undefined;
  const { timer, task } = of;
  return timer?.id === timerId || task?.timeout?.id === timerId || task?.heartbeat?.id === timerId ? of : undefined;
}

function begin(run: Run, activation: Activation): Eventually<void> {
  switch (activation.type) {
    case 'ExecutionStarted':
      return start(run, activation);
    case 'StopRequested':
      return stop(run, activation.error, activation.cause);
    case 'RedriveRequested':
      return redrive(run, activation.clientToken);
    case 'TimerFired':
      run.over.add(`timer ${activation.timerId}`);
      return timerFired(run, activation.timerId);
    case 'MapRunSucceeded':
    case 'MapRunFailed':
      return mapRunEnded(run, mapRunOwner(run.draft.state, activation)!, activation);
    case 'TaskStarted':
    case 'TaskSubmitted':
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskHeartbeat':
      return taskChanged(run, taskOwner(run.draft.state, activation.taskId)!, activation);
  }
}

function start(run: Run, activation: ExecutionStart & { readonly time: number }): void {
  const { input, roleArn, stateMachineVersionArn, stateMachineAliasArn } = activation;
  const envelope: StartEnvelope = {
    start: startOf(activation),
    startAt: run.machine.startAt,
    ...dueOf(run, activation),
  };
  const details = present({ input, roleArn, stateMachineAliasArn, stateMachineVersionArn });
  emitOfExecution(run, 'ExecutionStarted', 0, { executionStartedEventDetails: details }, envelope);
  run.ready.push(0);
}

function startOf(start: ExecutionStart): StartEnvelope['start'] {
  return present({
    executionArn: start.executionArn,
    executionName: start.executionName,
    stateMachineArn: start.stateMachineArn,
    stateMachineName: start.stateMachineName,
    stateMachineVersionArn: start.stateMachineVersionArn,
    stateMachineAliasArn: start.stateMachineAliasArn,
    roleArn: start.roleArn,
    executionType: start.executionType,
    limits: start.limits,
    startedBy: start.startedBy,
    mockTestCase: start.mockTestCase,
    mapItem: start.mapItem && { index: start.mapItem.index, value: start.mapItem.value },
  });
}

/** The machine's own timeout, or the quota of its type: minutes or a year. */
function dueOf(run: Run, { executionType }: Pick<ExecutionStart, 'executionType'>): { readonly dueMs?: number } {
  const { timeoutSeconds } = run.machine;
  const own = timeoutSeconds === undefined ? Infinity : timeoutSeconds * 1_000;
  const quota = executionType === 'EXPRESS' ? run.limits.expressDurationMs : run.limits.standardDurationMs;
  const durationMs = Math.min(own, quota);
  return durationMs < Number.MAX_SAFE_INTEGER ? { dueMs: run.nowMs + durationMs } : {};
}

function stop(run: Run, error: string | undefined, cause: string | undefined): void {
  emitOfExecution(run, 'ExecutionAborted', 0, { executionAbortedEventDetails: present({ error, cause }) });
}

function redrive(run: Run, clientToken: string | undefined): Eventually<void> {
  const { state } = run.draft;
  const details = { executionRedrivenEventDetails: { redriveCount: state.redriveCount + 1 } };
  const envelope: RedrivenEnvelope = { ...dueOf(run, state.start!), ...(clientToken !== undefined && { clientToken }) };
  emitOfExecution(run, 'ExecutionRedriven', state.nextEventId - 1, details, envelope);
  return resumeInTurn(run, [...threadsOf(state)], 0);
}

function resumeInTurn(run: Run, threads: readonly Thread[], index: number): Eventually<void> {
  const of = threads[index];
  if (!of) return;
  return andThen(resumeParts(run, of), () => resumeInTurn(run, threads, index + 1));
}

function timerFired(run: Run, timerId: string): Eventually<void> {
  const { state } = run.draft;
  if (state.timer?.id === timerId) {
    emitOfExecution(run, 'ExecutionTimedOut', 0, { executionTimedOutEventDetails: {} });
    return;
  }
  const of = timerOwner(state, timerId)!;
  switch (of.phase) {
    case 'waiting':
      return finishWait(run, of.id, stateOf(run.machine, state, of) as WaitState);
    case 'working':
      return taskTimedOut(run, of);
    case 'retrying':
      note(run, { type: 'RetryStarted', thread: of.id });
      if (isRunning(run)) run.ready.push(of.id);
      return;
    default:
      run.ready.push(of.id);
  }
}
