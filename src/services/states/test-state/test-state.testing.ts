/** TestState over connectors that a test makes up, with time at a standstill. */
import { stringifyJson } from '../../../asl/exact-json.ts';
import type { Json } from '../../../asl/json.ts';
import { awsLimits } from '../../../asl/limits.ts';
import type { Connector, TaskRequest } from '../../../connectors/connector.ts';
import { testState } from '../operations/test-state.ts';
import { createTestStates } from '../states.testing.ts';
import type { TestStateInput } from './test-state-input.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/tester';
export const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';

export interface TestOptions {
  readonly invoke?: (request: TaskRequest) => ReturnType<Connector['invoke']>;
  readonly signal?: AbortSignal;
}

/** What a caller may leave to the harness: JSON members are written as values here. */
export type Request = Omit<TestStateInput, 'definition' | 'input' | 'variables' | 'context' | 'mock'> & {
  readonly input?: Json;
  readonly variables?: Json;
  readonly context?: Json;
  readonly mock?: Omit<NonNullable<TestStateInput['mock']>, 'result'> & { readonly result?: Json };
};

/** Answers of the API, with the JSON text in them read. */
export interface Answer {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData?: Readonly<Record<string, unknown>>;
}

export function createStateTester({ invoke, signal = new AbortController().signal }: TestOptions = {}) {
  const { clock } = createTestStates();
  const connector: Connector = {
    resource: 'lambda',
    patterns: ['REQUEST_RESPONSE'],
    invoke: invoke ?? (async () => ({ type: 'Succeeded', output: null })),
  };
  let count = 0;
  const operation = testState({
    limits: awsLimits,
    integrations: { verdict: ({ service }) => service !== 'nobody' },
    connectors: { find: () => connector },
    clock,
    ids: { uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`, random: () => 0.5 },
  });
  const context = {
    region: 'us-east-1',
    account: '000000000000',
    requestId: 'r',
    signal,
    baseUrl: 'http://127.0.0.1:4566',
    headers: {},
  };
  return {
    clock,
    async test(definition: Json, { input, variables, context: given, mock, ...rest }: Request = {}): Promise<Answer> {
      const request: TestStateInput = {
        ...rest,
        definition: JSON.stringify(definition),
        ...(input !== undefined && { input: JSON.stringify(input) }),
        ...(variables !== undefined && { variables: JSON.stringify(variables) }),
        ...(given !== undefined && { context: JSON.stringify(given) }),
        ...(mock && { mock: mockText(mock) }),
      };
      return read(await operation(request, context));
    },
  };
}

function mockText({ result, ...rest }: NonNullable<Request['mock']>): NonNullable<TestStateInput['mock']> {
  return result === undefined ? rest : { ...rest, result: stringifyJson(result) };
}

function read(answer: Answer): Answer {
  const { output, inspectionData } = answer;
  const parse = (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as Json) : value);
  return {
    ...answer,
    ...(output !== undefined && { output: parse(output) as Json }),
    ...(inspectionData && {
      inspectionData: Object.fromEntries(Object.entries(inspectionData).map(([name, value]) => [name, parse(value)])),
    }),
  };
}
