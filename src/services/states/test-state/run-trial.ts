/**
 * Runs a trial to its end: activations in, commands out, as in the engine, but in memory and for one state.
 *
 * 1. Nothing is stored. 2. A mocked task calls nobody. 3. A trial ends after five minutes, or when its client goes away; what it
 * had called is then aborted.
 */
import type { ConnectorRegistry, TaskOutcome } from '../../../connectors/connector.ts';
import type { Probe } from '../../../interpreter/probe.ts';
import type { ActivationBody, Command, ExecutionStart, InvokeTask } from '../../../interpreter/step.ts';
import { transition } from '../../../interpreter/transition.ts';
import { openTrial, TRIAL_TIMER, type TrialOutcome, trialOutcome } from '../../../interpreter/trial.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { MockedOutcome } from './mock.ts';
import type { TestPlan } from './test-plan.ts';
import { machineOf } from './tested-state.ts';

/** AWS's limit for a test. */
const MOST_MS = 5 * 60_000;

export interface TrialSurroundings {
  readonly connectors: ConnectorRegistry;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface TrialEnd {
  readonly outcome: TrialOutcome;
  /** When its last step was taken. */
  readonly nowMs: number;
}

export async function runTrial(
  surroundings: TrialSurroundings,
  plan: TestPlan,
  start: ExecutionStart,
  probe: Probe,
  signal: AbortSignal,
): Promise<TrialEnd> {
  const trial = new Trial(surroundings, plan, start, probe);
  try {
    return await trial.run(signal);
  } finally {
    trial.stop();
  }
}

class Trial {
  readonly #surroundings: TrialSurroundings;
  readonly #plan: TestPlan;
  readonly #start: ExecutionStart;
  readonly #probe: Probe;
  readonly #abort = new AbortController();
  readonly #timers = new Map<string, () => void>();
  readonly #inbox: ActivationBody[] = [{ type: 'TimerFired', timerId: TRIAL_TIMER }];
  #wake: () => void = () => {};

  constructor(surroundings: TrialSurroundings, plan: TestPlan, start: ExecutionStart, probe: Probe) {
    this.#surroundings = surroundings;
    this.#plan = plan;
    this.#start = start;
    this.#probe = probe;
  }

  async run(signal: AbortSignal): Promise<TrialEnd> {
    const { clock, ids } = this.#surroundings;
    const { state: tested, variables } = this.#plan;
    const machine = machineOf(tested);
    let state = openTrial({
      state: tested,
      start: this.#start,
      startMs: clock.now(),
      variables,
      ...this.#usedRetries(),
    });
    const isOver = this.#limit(signal);
    while (!isOver()) {
      const activation = this.#inbox.shift();
      if (!activation) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const nowMs = clock.now();
      const seed = Math.floor(ids.random() * 2 ** 32);
      const step = await transition(machine, state, { ...activation, time: nowMs, seed }, this.#probe);
      const outcome = trialOutcome(step);
      if (outcome) return { outcome, nowMs };
      state = step.state;
      for (const command of step.commands) this.#dispatch(command);
    }
    return { outcome: { type: 'Failed', error: 'States.Timeout' }, nowMs: clock.now() };
  }

  stop(): void {
    this.#abort.abort();
    for (const disarm of this.#timers.values()) disarm();
  }

  #usedRetries() {
    const { usedRetries: count, mock } = this.#plan;
    if (count === undefined) return {};
    const failure = mock?.type === 'Failed' ? mock : { error: 'States.ExceedToleratedFailureThreshold' };
    return { usedRetries: { failure: { error: failure.error }, count } };
  }

  /** Tells whether time is up or the client has gone. */
  #limit(signal: AbortSignal): () => boolean {
    let isOver = signal.aborted;
    const end = (): void => {
      isOver = true;
      this.#wake();
    };
    signal.addEventListener('abort', end, { signal: this.#abort.signal });
    this.#timers.set('limit', this.#surroundings.clock.after(MOST_MS, end));
    return () => isOver;
  }

  #report(activation: ActivationBody): void {
    this.#inbox.push(activation);
    this.#wake();
  }

  #dispatch(command: Command): void {
    const { clock } = this.#surroundings;
    switch (command.type) {
      case 'InvokeTask':
        void this.#invoke(command).then((activation) => this.#report(activation));
        return;
      case 'SetTimer': {
        const { timerId, dueMs } = command;
        const fire = (): void => this.#report({ type: 'TimerFired', timerId });
        this.#timers.set(timerId, clock.after(dueMs - clock.now(), fire));
        return;
      }
      case 'CancelTimer':
        this.#timers.get(command.timerId)?.();
        this.#timers.delete(command.timerId);
        return;
      case 'AwaitJob':
      case 'CancelTask':
      case 'EndExecution':
        // A trial awaits no jobs, and it ends with its task.
        return;
    }
  }

  async #invoke(task: InvokeTask): Promise<ActivationBody> {
    const { taskId } = task;
    const outcome = await this.#outcome(task);
    if (outcome.type === 'Succeeded') return { type: 'TaskSucceeded', taskId, output: outcome.output };
    const { error, cause, failure } = outcome;
    return { type: 'TaskFailed', taskId, error, cause, failure };
  }

  async #outcome(task: InvokeTask): Promise<Exclude<TaskOutcome, { type: 'Queued' | 'Submitted' }>> {
    const { mock } = this.#plan;
    if (mock) return taskOutcome(mock);
    const connector = this.#surroundings.connectors.find(task.resource);
    try {
      const outcome = await connector?.invoke(this.#request(task));
      if (outcome?.type === 'Succeeded' || outcome?.type === 'Failed') return outcome;
      return { type: 'Failed', error: 'States.Runtime', cause: `No connector serves ${task.resource.arn}` };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { type: 'Failed', error: 'States.Runtime', cause: `Internal error: ${cause}` };
    }
  }

  #request(task: InvokeTask) {
    const { executionArn, stateMachineArn, roleArn } = this.#start;
    const [, , , region = '', account = ''] = executionArn.split(':');
    const { taskId, stateName, resource, arguments: given, taskToken, attempt, heartbeatSeconds } = task;
    return {
      executionArn,
      stateMachineArn,
      roleArn,
      region,
      account,
      taskId,
      stateName,
      resource,
      arguments: given,
      taskToken,
      attempt,
      heartbeatSeconds,
      idempotencyKey: `${executionArn}/${taskId}`,
      signal: this.#abort.signal,
    };
  }
}

function taskOutcome(mock: MockedOutcome): Exclude<TaskOutcome, { type: 'Queued' | 'Submitted' }> {
  return mock.type === 'Succeeded' ? { type: 'Succeeded', output: mock.result } : mock;
}
