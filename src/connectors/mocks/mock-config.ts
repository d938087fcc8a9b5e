/**
 * The mock configuration of Step Functions Local: which Task states of which state machine answer with what, by test case.
 *
 * 1. A file is taken whole or refused whole; the message names the place and what was expected there.
 * 2. A test case names responses that the file has: a name that leads nowhere is found when the file is read, not in a run.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */

import { parseExactJson } from '../../asl/exact-json.ts';
import { isExactNumber } from '../../asl/exact-number.ts';
import type { Json, JsonObject } from '../../asl/json.ts';

export type MockedResponse =
  | { readonly type: 'Return'; readonly value: Json }
  | { readonly type: 'Throw'; readonly error: string; readonly cause?: string };

/** What the invocations from `first` to `last` of a state answer, counted from 0 within one execution. */
export interface NumberedResponse {
  readonly first: number;
  readonly last: number;
  readonly response: MockedResponse;
}

/** Responses by the name of the state. */
export type MockedTestCase = ReadonlyMap<string, readonly NumberedResponse[]>;

export interface MockConfig {
  /** By state machine, then by test case. */
  readonly machines: ReadonlyMap<string, ReadonlyMap<string, MockedTestCase>>;
}

/** What is wrong with a mock configuration, and where. */
export class MockConfigFault extends Error {}

/** @throws {MockConfigFault} */
export function parseMockConfig(text: string): MockConfig {
  const root = object(parse(text), 'the mock configuration');
  onlyFields(root, ['StateMachines', 'MockedResponses', 'Comment', '$schema'], 'the mock configuration');
  const responses = new Map(
    Object.entries(object(root['MockedResponses'] ?? {}, '/MockedResponses')).map(([name, value]) => [
      name,
      readResponses(value, `/MockedResponses/${name}`),
    ]),
  );
  if (root['StateMachines'] === undefined) throw new MockConfigFault('StateMachines is missing');
  const machines = Object.entries(object(root['StateMachines'], '/StateMachines')).map(
    ([name, value]) => [name, readMachine(value, `/StateMachines/${name}`, responses)] as const,
  );
  return { machines: new Map(machines) };
}

function parse(text: string): Json {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw new MockConfigFault(`it is not JSON: ${(error as Error).message}`);
  }
}

type Responses = ReadonlyMap<string, readonly NumberedResponse[]>;

function readMachine(value: Json, place: string, responses: Responses): ReadonlyMap<string, MockedTestCase> {
  const machine = object(value, place);
  onlyFields(machine, ['TestCases', 'Comment'], place);
  if (machine['TestCases'] === undefined) throw new MockConfigFault(`${place}: TestCases is missing`);
  const cases = Object.entries(object(machine['TestCases'], `${place}/TestCases`));
  return new Map(cases.map(([name, states]) => [name, readCase(states, `${place}/TestCases/${name}`, responses)]));
}

function readCase(value: Json, place: string, responses: Responses): MockedTestCase {
  return new Map(
    Object.entries(object(value, place)).map(([state, name]) => {
      const at = `${place}/${state}`;
      if (typeof name !== 'string') {
        throw new MockConfigFault(`${at}: expected the name of a mocked response, not ${kindOf(name)}`);
      }
      const found = responses.get(name);
      if (!found) throw new MockConfigFault(`${at}: MockedResponses has no '${name}'`);
      return [state, found];
    }),
  );
}

function readResponses(value: Json, place: string): readonly NumberedResponse[] {
  const all = Object.entries(object(value, place)).map(([key, response]) => {
    const range = readRange(key, place);
    return { ...range, response: readResponse(response, `${place}/${key}`) };
  });
  all.sort((a, b) => a.first - b.first);
  all.forEach((one, index) => {
    const before = all[index - 1];
    if (before && before.last >= one.first) {
      throw new MockConfigFault(`${place}: invocation ${one.first} is answered twice`);
    }
  });
  return all;
}

/** `0`, or `1-2` for both. */
function readRange(key: string, place: string): { readonly first: number; readonly last: number } {
  const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(key) ?? [];
  if (from === undefined) {
    throw new MockConfigFault(`${place}: '${key}' is neither the number of an invocation ("0") nor a range ("1-2")`);
  }
  const first = Number(from);
  const last = to === undefined ? first : Number(to);
  if (last < first) throw new MockConfigFault(`${place}: the range '${key}' ends before it begins`);
  return { first, last };
}

function readResponse(value: Json, place: string): MockedResponse {
  const response = object(value, place);
  onlyFields(response, ['Return', 'Throw'], place);
  if ((response['Return'] === undefined) === (response['Throw'] === undefined)) {
    throw new MockConfigFault(`${place}: expected exactly one of Return and Throw`);
  }
  if (response['Return'] !== undefined) return { type: 'Return', value: response['Return'] };
  const thrown = object(response['Throw']!, `${place}/Throw`);
  onlyFields(thrown, ['Error', 'Cause'], `${place}/Throw`);
  const { Error: error, Cause: cause } = thrown;
  if (typeof error !== 'string') throw new MockConfigFault(`${place}/Throw: Error must be a text`);
  if (cause !== undefined && typeof cause !== 'string') {
    throw new MockConfigFault(`${place}/Throw: Cause must be a text`);
  }
  return { type: 'Throw', error, ...(cause !== undefined && { cause }) };
}

function object(value: Json, place: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value))
    return value as JsonObject;
  throw new MockConfigFault(`${place}: expected an object, not ${kindOf(value)}`);
}

function onlyFields(value: JsonObject, known: readonly string[], place: string): void {
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new MockConfigFault(`${place}: '${other}' is not known; expected ${known.slice(0, 2).join(' or ')}`);
  }
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
