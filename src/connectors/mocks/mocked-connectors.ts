/**
 * Stands before the connectors: a Task of an execution with a test case that mocks its state never goes outside.
 *
 * 1. The number of an invocation is its place among those of its state in the execution's history: a crash does not change it.
 * 2. `.sync` and `.waitForTaskToken` are submitted first and end with the same answer, as a job or a worker would end them.
 * 3. A Task that its test case does not mock goes to its connector.
 */
import type { Json } from '../../asl/json.ts';
import type { Connector, ConnectorRegistry, TaskOutcome, TaskRequest } from '../connector.ts';
import type { MockedResponse, NumberedResponse } from './mock-config.ts';
import type { MockSource } from './mock-file.ts';

export interface ScheduledTask {
  readonly taskId: string;
  readonly stateName: string;
}

export interface MockedConnectorsOptions {
  readonly connectors: ConnectorRegistry;
  readonly mocks: MockSource;
  /** Every task that an execution has scheduled, in order; `undefined` if it is not in the journal. */
  readonly scheduledTasks: (executionArn: string) => Promise<readonly ScheduledTask[] | undefined>;
  /** An activity's task is taken before it ends. */
  readonly startTask: (taskToken: string) => Promise<unknown>;
}

export function createMockedConnectors(options: MockedConnectorsOptions): ConnectorRegistry {
  const { connectors, mocks } = options;
  const invocations = new Invocations(options.scheduledTasks);
  const responseTo = async (request: TaskRequest): Promise<MockedResponse | 'None' | undefined> => {
    const responses = findResponses(mocks, request);
    if (!responses) return undefined;
    const number = await invocations.numberOf(request);
    return responses.find(({ first, last }) => first <= number && number <= last)?.response ?? 'None';
  };
  return {
    find: (resource) => {
      const real = connectors.find(resource);
      return {
        resource: real?.resource ?? resource.arn,
        patterns: real?.patterns ?? ['REQUEST_RESPONSE', 'RUN_JOB', 'WAIT_FOR_TASK_TOKEN'],
        async invoke(request) {
          const response = await responseTo(request);
          if (response === undefined) return real ? real.invoke(request) : unserved(request);
          if (resource.type === 'activity' && request.taskToken !== undefined)
            await options.startTask(request.taskToken);
          return outcomeOf(response, request);
        },
        async awaitJob(request, submitted) {
          const response = await responseTo(request);
          if (response !== undefined) return ended(response, request, submitted);
          return real?.awaitJob ? real.awaitJob(request, submitted) : untilLetGo(request.signal);
        },
        async cancelJob(request, submitted) {
          if (findResponses(mocks, request)) return;
          await real?.cancelJob?.(request, submitted);
        },
      } satisfies Connector;
    },
  };
}

function findResponses(mocks: MockSource, request: TaskRequest): readonly NumberedResponse[] | undefined {
  if (request.mockTestCase === undefined) return undefined;
  const machine = machineName(request.stateMachineArn);
  return mocks.latest().machines.get(machine)?.get(request.mockTestCase)?.get(request.stateName);
}

/** The children of a map run have the machine's name and a label. */
function machineName(stateMachineArn: string): string {
  return (stateMachineArn.split(':')[6] ?? '').split('/')[0] as string;
}

function outcomeOf(response: MockedResponse | 'None', request: TaskRequest): TaskOutcome {
  if (response === 'None') return unnumbered(request);
  if (response.type === 'Throw') return failed(response);
  const { resource } = request;
  const isSubmitted = resource.type === 'integration' && resource.pattern !== 'REQUEST_RESPONSE';
  return { type: isSubmitted ? 'Submitted' : 'Succeeded', output: response.value };
}

function ended(response: MockedResponse | 'None', request: TaskRequest, submitted: Json): TaskOutcome {
  if (response === 'None') return unnumbered(request);
  return response.type === 'Throw' ? failed(response) : { type: 'Succeeded', output: submitted };
}

function failed({ error, cause }: Extract<MockedResponse, { readonly type: 'Throw' }>): TaskOutcome {
  return { type: 'Failed', error, ...(cause !== undefined && { cause }) };
}

function unnumbered({ stateName, mockTestCase }: TaskRequest): TaskOutcome {
  const cause = `The mock configuration has no response for this invocation of the state '${stateName}' in the test case '${mockTestCase}'`;
  return { type: 'Failed', error: 'States.Runtime', cause };
}

function unserved({ resource, stateName, mockTestCase }: TaskRequest): TaskOutcome {
  const where = mockTestCase === undefined ? '' : `, and the test case '${mockTestCase}' does not mock '${stateName}'`;
  return { type: 'Failed', error: 'States.Runtime', cause: `No connector serves ${resource.arn}${where}` };
}

/** A worker elsewhere ends the task; nothing is to be done here until the execution lets go of it. */
function untilLetGo(signal: AbortSignal): Promise<TaskOutcome> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Executions that are not in the journal are counted in memory: they begin anew after a crash, and so does the count. */
class Invocations {
  readonly #scheduledTasks: MockedConnectorsOptions['scheduledTasks'];
  readonly #unjournaled = new Map<string, Map<string, string[]>>();

  constructor(scheduledTasks: MockedConnectorsOptions['scheduledTasks']) {
    this.#scheduledTasks = scheduledTasks;
  }

  async numberOf({ executionArn, stateName, taskId }: TaskRequest): Promise<number> {
    const scheduled = await this.#scheduledTasks(executionArn);
    const known = scheduled?.filter((task) => task.stateName === stateName).map((task) => task.taskId);
    const number = known?.indexOf(taskId) ?? -1;
    return number >= 0 ? number : this.#count(executionArn, stateName, taskId);
  }

  #count(executionArn: string, stateName: string, taskId: string): number {
    const states = this.#unjournaled.get(executionArn) ?? new Map<string, string[]>();
    if (states.size === 0) this.#remember(executionArn, states);
    const tasks = states.get(stateName) ?? [];
    states.set(stateName, tasks);
    const known = tasks.indexOf(taskId);
    return known >= 0 ? known : tasks.push(taskId) - 1;
  }

  #remember(executionArn: string, states: Map<string, string[]>): void {
    const [oldest] = this.#unjournaled.keys();
    if (this.#unjournaled.size >= REMEMBERED && oldest !== undefined) this.#unjournaled.delete(oldest);
    this.#unjournaled.set(executionArn, states);
  }
}

const REMEMBERED = 10_000;
