/** Lets every thread that can go on without the outside go on, one after the other, until none can. */
import type { State } from '../asl/state-machine.ts';
import type { Eventually } from '../query/scope.ts';
import { runChoice } from './choice-state.ts';
import { andThen } from './eventually.ts';
import type { Thread } from './execution-state.ts';
import { runFail } from './fail-state.ts';
import type { HistoryEventType } from './history-event.ts';
import { redriveMapRun, runDistributedMap } from './map-run.ts';
import { finishIteration, finishMap, runMap, startIterations } from './map-state.ts';
import { finishMocked } from './mocked-parts.ts';
import { finishParallel, runParallel } from './parallel-state.ts';
import { runPass } from './pass-state.ts';
import { emit, emitOfExecution, isRunning, note, type Run, stateOf } from './run.ts';
import { runSucceed } from './succeed-state.ts';
import { runTask } from './task-state.ts';
import { threadOf } from './thread-table.ts';
import { runWait } from './wait-state.ts';

/** A step writes no more entries than this; a loop of states that never waits goes on in a step of its own. */
const MAX_STEP_ENTRIES = 5_000;

const enteredType: { readonly [type in State['type']]: HistoryEventType } = {
  Task: 'TaskStateEntered',
  Pass: 'PassStateEntered',
  Choice: 'ChoiceStateEntered',
  Wait: 'WaitStateEntered',
  Succeed: 'SucceedStateEntered',
  Fail: 'FailStateEntered',
  Parallel: 'ParallelStateEntered',
  Map: 'MapStateEntered',
};

export function advanceAll(run: Run): Eventually<void> {
  for (;;) {
    const threadId = run.ready.shift();
    if (threadId === undefined || !isRunning(run)) return;
    run.current = threadId;
    const advanced = advance(run, threadId);
    if (advanced instanceof Promise) return advanced.then(() => advanceAll(run));
  }
}

function advance(run: Run, threadId: number): Eventually<void> {
  for (;;) {
    const of = threadOf(run.draft.state, threadId);
    if (!of || !isRunning(run)) return;
    const done = advanceOnce(run, of);
    if (done === undefined) return;
    if (done instanceof Promise) return done.then((isOn) => (isOn ? advance(run, threadId) : undefined));
  }
}

/** What a thread does next by itself; `undefined` when it cannot do anything. */
function advanceOnce(run: Run, of: Thread): Eventually<true | undefined> {
  switch (of.phase) {
    case 'entering':
      return enter(run, of);
    case 'entered':
      return andThen(runState(run, of.id, stateOf(run.machine, run.draft.state, of)), () => true);
    case 'joined':
      return andThen(finishParts(run, of), () => true);
    case 'ended':
      return andThen(finishThread(run, of), () => undefined);
    case 'parted':
    case 'waiting':
    case 'working':
    case 'mapping':
    case 'retrying':
    case 'failed':
      return undefined;
  }
}

function enter(run: Run, of: Thread): true | undefined {
  if (run.probe) return undefined;
  if (run.history.length >= MAX_STEP_ENTRIES) {
    note(run, {
      type: 'Paused',
      thread: of.id,
      timer: `${of.id}-pause-${run.draft.state.nextTimer}`,
      dueMs: run.nowMs,
    });
    return undefined;
  }
  const state = stateOf(run.machine, run.draft.state, of);
  emit(run, of, enteredType[state.type], { stateEnteredEventDetails: { name: of.state, input: of.input } });
  return true;
}

function runState(run: Run, threadId: number, state: State): Eventually<void> {
  const mocked = run.probe?.parts;
  if (mocked && (state.type === 'Map' || state.type === 'Parallel')) return finishMocked(run, threadId, state, mocked);
  switch (state.type) {
    case 'Pass':
      return runPass(run, threadId, state);
    case 'Task':
      return runTask(run, threadId, state);
    case 'Choice':
      return runChoice(run, threadId, state);
    case 'Wait':
      return runWait(run, threadId, state);
    case 'Succeed':
      return runSucceed(run, threadId, state);
    case 'Fail':
      return runFail(run, threadId, state);
    case 'Parallel':
      return runParallel(run, threadId, state);
    case 'Map':
      return state.processorConfig.mode === 'DISTRIBUTED'
        ? runDistributedMap(run, threadId, state)
        : runMap(run, threadId, state);
  }
}

function finishParts(run: Run, of: Thread): Eventually<void> {
  const state = stateOf(run.machine, run.draft.state, of);
  if (state.type === 'Map') return finishMap(run, of.id, state);
  if (state.type === 'Parallel') return finishParallel(run, of.id, state);
  throw new Error(`invariant: '${of.state}' was expected to be a Parallel or Map, not a ${state.type}`);
}

/** The root's end is the execution's; an iteration's frees its slot. A branch's end needs nothing. */
function finishThread(run: Run, of: Thread): Eventually<void> {
  if (of.parent !== undefined) return finishIteration(run, of.id);
  emitOfExecution(run, 'ExecutionSucceeded', of.lastEventId, { executionSucceededEventDetails: { output: of.input } });
}

/** After a redrive: everything that was left takes up again. */
export function resumeParts(run: Run, of: Thread): Eventually<void> {
  if (of.mapRun && !of.parts) return redriveMapRun(run, of);
  if (of.phase === 'parted' && of.parts?.kind === 'Map') return startIterations(run, of.id, of.lastEventId);
  run.ready.push(of.id);
}
