/** The interpreter's invariants over random machines, outcomes, stale activations and cuts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../asl/json.ts';
import type {
  Catcher,
  ResourceRef,
  Retrier,
  State,
  StateGraph,
  StateMachine,
  TaskState,
} from '../asl/state-machine.ts';
import { drive, newWorld, type Outcomes, outcomeOf, settle, step, testStart, type World } from './drive.ts';
import { evolve, fold, initialState } from './evolve.ts';
import type { ExecutionState } from './execution-state.ts';
import { isIdle, nextDueMs, outstanding } from './outstanding.ts';
import type { Activation, ActivationBody, Command, Step } from './step.ts';
import { transition } from './transition.ts';

const integration = (pattern: 'REQUEST_RESPONSE' | 'RUN_JOB' | 'WAIT_FOR_TASK_TOKEN'): ResourceRef => ({
  type: 'integration',
  arn: 'arn:aws:states:::states:startExecution',
  service: 'states',
  action: 'startExecution',
  pattern,
  resourceType: 'states',
  resource: 'startExecution',
});

const resource = fc.constantFrom<ResourceRef>(
  { type: 'lambda', arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' },
  { type: 'activity', arn: 'arn:aws:states:us-east-1:000000000000:activity:a' },
  integration('REQUEST_RESPONSE'),
  integration('RUN_JOB'),
  integration('WAIT_FOR_TASK_TOKEN'),
);
const errorNames = fc.constantFrom(['States.ALL'], ['E1'], ['States.TaskFailed'], ['States.Timeout', 'E2']);
const retriers: fc.Arbitrary<Retrier[]> = fc.array(
  fc.record({
    errorEquals: errorNames,
    intervalSeconds: fc.integer({ min: 1, max: 3 }),
    maxAttempts: fc.integer({ min: 0, max: 2 }),
    backoffRate: fc.constantFrom(1, 2),
    jitterStrategy: fc.constantFrom('NONE' as const, 'FULL' as const),
  }),
  { maxLength: 2 },
);

/** States run forward only, so that every machine ends. `last` names where a catcher may go. */
function stateArbitrary(depth: number): fc.Arbitrary<(name: string, last: string) => State> {
  const shared = { queryLanguage: 'JSONPath' as const };
  const catchers = (last: string, names: readonly string[] | undefined): Catcher[] | undefined =>
    names && [{ errorEquals: names, next: last, resultPath: '$.caught' }];
  const caught = fc.option(errorNames, { nil: undefined });
  const assign = fc.constantFrom<JsonObject | undefined>({ 'x.$': '$$.State.Name' }, { y: 1 }, undefined);
  const leaves: fc.Arbitrary<(name: string, last: string) => State>[] = [
    fc.record({ assign, resultPath: fc.constantFrom('$', '$.p', null) }).map((fields) => (name) => ({
      ...shared,
      ...fields,
      type: 'Pass',
      name,
      result: { from: name },
    })),
    fc.integer({ min: 0, max: 4 }).map((seconds) => (name) => ({ ...shared, type: 'Wait', name, seconds })),
    fc.constant((name) => ({
      type: 'Pass',
      name,
      queryLanguage: 'JSONata',
      assign: { n: '{% ($exists($n) ? $n : 0) + 1 %}' },
      output: { seen: '{% $random() < 2 and $exists($states.input) %}' },
    })),
    fc
      .record({
        resource,
        retry: retriers,
        caught,
        assign,
        timeoutSeconds: fc.constantFrom(undefined, 5, 20),
        heartbeatSeconds: fc.constantFrom(undefined, 2),
      })
      .map(
        ({ caught: names, ...fields }) =>
          (name, last): TaskState => ({
            ...shared,
            ...fields,
            type: 'Task',
            name,
            resultPath: '$.r',
            catch: catchers(last, names),
          }),
      ),
    fc
      .record({ items: fc.constantFrom([1, 2], ['fail'], []), retry: retriers, caught, assign: fc.constant(undefined) })
      .map(
        ({ caught: names, ...fields }) =>
          (name: string, last: string): State => ({
            ...fields,
            queryLanguage: 'JSONata',
            type: 'Map',
            name,
            processor: { startAt: 'X', states: {} },
            processorConfig: { mode: 'DISTRIBUTED', executionType: 'EXPRESS' },
            output: { done: name },
            catch: names && [{ errorEquals: names, next: last }],
          }),
      ),
    fc.constantFrom('E1', 'E2', undefined).map((error) => (name) => ({ ...shared, type: 'Fail', name, error })),
  ];
  if (depth === 0) return fc.oneof({ weight: 3, arbitrary: fc.oneof(...leaves.slice(0, -1)) }, leaves.at(-1)!);
  const graph = graphArbitrary(depth - 1);
  return fc.oneof(
    ...leaves.slice(0, -1),
    fc.record({ branches: fc.array(graph, { minLength: 1, maxLength: 3 }), retry: retriers, caught }).map(
      ({ caught: names, ...fields }) =>
        (name: string, last: string): State => ({
          ...shared,
          ...fields,
          type: 'Parallel',
          name,
          resultPath: '$.r',
          catch: catchers(last, names),
        }),
    ),
    fc
      .record({
        processor: graph,
        retry: retriers,
        caught,
        items: fc.array(fc.record({ i: fc.integer() }), { maxLength: 5 }),
        maxConcurrency: fc.integer({ min: 0, max: 3 }),
      })
      .map(
        ({ caught: names, ...fields }) =>
          (name: string, last: string): State => ({
            ...fields,
            queryLanguage: 'JSONata',
            type: 'Map',
            name,
            processorConfig: { mode: 'INLINE' },
            output: { done: name },
            catch: names && [{ errorEquals: names, next: last }],
          }),
      ),
  );
}

function graphArbitrary(depth: number): fc.Arbitrary<StateGraph> {
  return fc.array(stateArbitrary(depth), { minLength: 1, maxLength: 3 }).map((makers) => {
    const nameOf = (index: number) => `S${depth}${index}`;
    const last = 'Last';
    const states: Record<string, State> = { [last]: { type: 'Succeed', name: last, queryLanguage: 'JSONPath' } };
    makers.forEach((make, index) => {
      const state = make(nameOf(index), last);
      states[state.name] =
        state.type === 'Fail'
          ? state
          : ({ ...state, next: index + 1 < makers.length ? nameOf(index + 1) : last } as State);
    });
    return { startAt: nameOf(0), states };
  });
}

const machines: fc.Arbitrary<StateMachine> = fc
  .record({ graph: graphArbitrary(2), timeoutSeconds: fc.constantFrom(undefined, undefined, 30) })
  .map(({ graph, timeoutSeconds }) => ({ ...graph, queryLanguage: 'JSONPath', timeoutSeconds }));

/** Outcomes that depend on nothing but the task: a resumed run meets the same ones. */
function outcomesOf(salt: number): Outcomes {
  return (task, isJob): ActivationBody | undefined => {
    const { taskId } = task;
    let hash = salt;
    for (const character of taskId) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
    const isAsync = task.resource.type === 'integration' && task.resource.pattern !== 'REQUEST_RESPONSE';
    if (task.resource.type === 'activity' && hash % 3) return { type: 'TaskStarted', taskId };
    if (isAsync && !isJob && hash % 5) return { type: 'TaskSubmitted', taskId, output: { submitted: taskId } };
    switch ((hash >> 4) % 6) {
      case 0:
        return { type: 'TaskFailed', taskId, error: 'E1', cause: 'because' };
      case 1:
        return { type: 'TaskFailed', taskId, error: 'E2', failure: 'TIMED_OUT' };
      case 2:
        // Without a timeout nobody would ever end it.
        return task.timeoutSeconds ? undefined : { type: 'TaskFailed', taskId };
      default:
        return { type: 'TaskSucceeded', taskId, output: { by: taskId } };
    }
  };
}

/** Ends whatever is left to a callback that never comes. */
async function finish(machine: StateMachine, world: World, outcomes: Outcomes): Promise<World> {
  const settled = await settle(machine, world, outcomes);
  if (settled.state.status !== 'RUNNING') return settled;
  return step(machine, settled, { type: 'StopRequested', error: 'stopped' });
}

async function run(machine: StateMachine, outcomes: Outcomes): Promise<World> {
  const world = await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart });
  return finish(machine, world, outcomes);
}

const roundTrip = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const nameOf = (command: Command): string => {
  switch (command.type) {
    case 'InvokeTask':
      return `task ${command.taskId}`;
    case 'AwaitJob':
      return `job ${command.task.taskId}`;
    case 'SetTimer':
      return `timer ${command.timerId} ${command.dueMs}`;
    case 'StartMapRun':
      return `map run ${command.mapRunId} ${command.redriveCount}`;
    default:
      return command.type;
  }
};
const inFlight = (commands: readonly Command[]) => commands.map(nameOf).sort();
const worldInFlight = (world: World) =>
  inFlight([
    ...world.tasks.values(),
    ...[...world.timers].map(([timerId, dueMs]): Command => ({ type: 'SetTimer', timerId, dueMs })),
  ]);

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** Replays a run step by step with every check at every step. */
async function checkEveryStep(machine: StateMachine, outcomes: Outcomes): Promise<void> {
  deepFreeze(machine);
  let world = newWorld();
  const seen: ActivationBody[] = [];
  let body: ActivationBody | undefined = { type: 'ExecutionStarted', ...testStart };
  let nowMs = world.nowMs;
  for (let steps = 0; body && steps < 400; steps++) {
    const activation = deepFreeze({ ...body, time: nowMs, seed: world.state.nextEventId }) as Activation;
    deepFreeze(world.state);
    const once: Step = await transition(machine, world.state, activation);
    const again: Step = await transition(machine, roundTrip(world.state), activation);
    expect(roundTrip(again)).toEqual(roundTrip(once));
    world = await step(machine, { ...world, nowMs }, body);
    expect(roundTrip(fold(roundTrip(world.history)))).toEqual(roundTrip(world.state));
    if (world.state.status === 'RUNNING') {
      const expected = outstanding(machine, world.state);
      expect(worldInFlight(world)).toEqual(inFlight(expected));
      expect(isIdle(world.state)).toBe(world.tasks.size === 0);
      expect(nextDueMs(world.state) ?? Infinity).toBe(Math.min(...world.timers.values()));
    }
    seen.push(body);
    await checkStale(machine, world.state, seen, nowMs);
    const next = nextOf(world, outcomes);
    body = next?.body;
    nowMs = Math.max(nowMs, next?.dueMs ?? 0);
  }
  checkIds(world);
}

function nextOf(world: World, outcomes: Outcomes): { body: ActivationBody; dueMs: number } | undefined {
  if (world.state.status !== 'RUNNING') return undefined;
  for (const command of world.tasks.values()) {
    const body = outcomeOf(command, outcomes);
    if (body) return { body, dueMs: 0 };
  }
  const [first] = [...world.timers].sort(([, a], [, b]) => a - b);
  return first && { body: { type: 'TimerFired', timerId: first[0] }, dueMs: first[1] };
}

/** What ended a task or a timer before changes nothing when it comes again. */
async function checkStale(
  machine: StateMachine,
  state: ExecutionState,
  seen: readonly ActivationBody[],
  nowMs: number,
) {
  for (const body of seen.slice(-6)) {
    const stale = await transition(machine, state, { ...body, time: nowMs, seed: 99 } as Activation);
    expect(stale).toEqual({ history: [], state, commands: [] });
  }
}

function checkIds({ history }: World): void {
  const events = history.flatMap(({ event }) => event ?? []);
  events.forEach((event, index) => {
    expect(event.id).toBe(index + 1);
    expect(event.previousEventId).toBeLessThan(event.id);
  });
}

const cases = { numRuns: 150 };

test('I1–I3: each step folds to its state, repeats itself, keeps its arguments and ignores what is over', async () => {
  await fc.assert(
    fc.asyncProperty(machines, fc.nat(), (machine, salt) => checkEveryStep(machine, outcomesOf(salt))),
    cases,
  );
});

test('I4: cut anywhere between two steps and resumed, an execution has the same history', async () => {
  await fc.assert(
    fc.asyncProperty(machines, fc.nat(), fc.nat({ max: 30 }), async (machine, salt, cutAfter) => {
      const outcomes = outcomesOf(salt);
      const whole = await run(machine, outcomes);
      let count = 0;
      const counted: Outcomes = (task, isJob) => (count++ >= cutAfter ? undefined : outcomes(task, isJob));
      // Runs until the outcomes dry up, loses all memory, and goes on from the journal.
      let world = await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart });
      while (world.state.status === 'RUNNING' && count < cutAfter) {
        const next = nextOf(world, counted);
        if (!next || next.body.type === 'TimerFired') break;
        world = await settleOnce(machine, world, outcomes);
      }
      const state = fold(roundTrip(world.history));
      const resumed = await finish(
        machine,
        { ...revive(machine, state), history: world.history, nowMs: world.nowMs },
        outcomes,
      );
      expect(roundTrip(resumed.history)).toEqual(roundTrip(whole.history));
      expect(resumed.state.end).toEqual(whole.state.end);
    }),
    cases,
  );
});

async function settleOnce(machine: StateMachine, world: World, outcomes: Outcomes): Promise<World> {
  let isDone = false;
  return settleUntil(machine, world, (task, isJob) => {
    if (isDone) return undefined;
    const outcome = outcomes(task, isJob);
    isDone = outcome !== undefined;
    return outcome;
  });
}

async function settleUntil(machine: StateMachine, world: World, outcomes: Outcomes): Promise<World> {
  for (const id of [...world.tasks.keys()].sort()) {
    const command = world.tasks.get(id)!;
    const body = outcomeOf(command, outcomes);
    if (body) return step(machine, world, body);
  }
  return world;
}

/** What recovery makes of a state: the world as the outstanding commands tell it. */
function revive(machine: StateMachine, state: ExecutionState): World {
  const tasks = new Map<string, Command>();
  const timers = new Map<string, number>();
  for (const command of outstanding(machine, state)) {
    if (command.type === 'InvokeTask') tasks.set(command.taskId, command);
    if (command.type === 'AwaitJob') tasks.set(command.task.taskId, command);
    if (command.type === 'StartMapRun') tasks.set(command.mapRunId, command);
    if (command.type === 'SetTimer') timers.set(command.timerId, command.dueMs);
  }
  return { ...newWorld(), state, tasks, timers };
}

test('stopped at any moment, it is over, nothing stays in flight, and a redrive ends it', async () => {
  await fc.assert(
    fc.asyncProperty(machines, fc.nat(), fc.nat({ max: 12 }), async (machine, salt, steps) => {
      const outcomes = outcomesOf(salt);
      let world = await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart });
      for (let n = 0; n < steps && world.state.status === 'RUNNING'; n++) {
        const next = nextOf(world, outcomes);
        if (!next) break;
        world = await step(machine, { ...world, nowMs: Math.max(world.nowMs, next.dueMs) }, next.body);
      }
      world = await step(machine, world, { type: 'StopRequested' });
      expect(world.state.status).not.toBe('RUNNING');
      expect([world.tasks.size, world.timers.size]).toEqual([0, 0]);
      expect(outstanding(machine, world.state)).toEqual([]);
      if (world.state.status === 'SUCCEEDED') return;
      const redriven = await step(machine, world, { type: 'RedriveRequested' });
      expect(redriven.state.redriveCount).toBe(1);
      const ended = await finish(machine, redriven, outcomes);
      expect(ended.state.status).not.toBe('RUNNING');
      expect(roundTrip(ended.history.reduce(evolve, initialState()))).toEqual(roundTrip(ended.state));
      checkIds(ended);
    }),
    cases,
  );
});

test('a run of the driver ends', async () => {
  const machine: StateMachine = {
    queryLanguage: 'JSONPath',
    startAt: 'A',
    states: { A: { type: 'Pass', name: 'A', queryLanguage: 'JSONPath' } },
  };
  const { state } = await drive(machine, { input: 1 }, () => undefined);
  expect(state.end).toEqual({ status: 'SUCCEEDED', output: 1 });
});
