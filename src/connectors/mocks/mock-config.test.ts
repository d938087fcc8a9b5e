import { expect, test } from 'vitest';
import { parseMockConfig } from './mock-config.ts';

const withResponses = (MockedResponses: unknown, StateMachines: unknown = {}): string =>
  JSON.stringify({ StateMachines, MockedResponses });

test('numbers and ranges are read in order, returns and throws alike', () => {
  const config = parseMockConfig(
    withResponses(
      {
        Flaky: { '3': { Return: null }, '0': { Throw: { Error: 'E', Cause: 'c' } }, '1-2': { Throw: { Error: 'F' } } },
      },
      { Orders: { TestCases: { Retry: { Charge: 'Flaky' } } } },
    ),
  );
  expect(config.machines.get('Orders')?.get('Retry')?.get('Charge')).toEqual([
    { first: 0, last: 0, response: { type: 'Throw', error: 'E', cause: 'c' } },
    { first: 1, last: 2, response: { type: 'Throw', error: 'F' } },
    { first: 3, last: 3, response: { type: 'Return', value: null } },
  ]);
});

test.each<[what: string, text: string, message: string]>([
  ['not JSON', '{', 'it is not JSON'],
  ['a list', '[]', 'the mock configuration: expected an object, not a list'],
  ['no machines', '{}', 'StateMachines is missing'],
  ['an unknown section', '{"StateMachines":{},"MockedResponse":{}}', "'MockedResponse' is not known"],
  ['no test cases', '{"StateMachines":{"M":{}}}', '/StateMachines/M: TestCases is missing'],
  [
    'a name that leads nowhere',
    '{"StateMachines":{"M":{"TestCases":{"A":{"S":"Lost"}}}}}',
    "/StateMachines/M/TestCases/A/S: MockedResponses has no 'Lost'",
  ],
  [
    'responses in place of their name',
    '{"StateMachines":{"M":{"TestCases":{"A":{"S":{"0":{}}}}}}}',
    'expected the name of a mocked response, not an object',
  ],
  ['no number', withResponses({ R: { first: { Return: 1 } } }), "'first' is neither the number"],
  ['a backward range', withResponses({ R: { '2-1': { Return: 1 } } }), 'ends before it begins'],
  [
    'an overlap',
    withResponses({ R: { '0-2': { Return: 1 }, '2': { Return: 2 } } }),
    '/MockedResponses/R: invocation 2 is answered twice',
  ],
  ['neither return nor throw', withResponses({ R: { '0': {} } }), '/MockedResponses/R/0: expected exactly one of'],
  ['both', withResponses({ R: { '0': { Return: 1, Throw: { Error: 'E' } } } }), 'expected exactly one of'],
  ['a throw without an error', withResponses({ R: { '0': { Throw: {} } } }), 'Error must be a text'],
  ['a throw with more', withResponses({ R: { '0': { Throw: { Error: 'E', Why: 1 } } } }), "'Why' is not known"],
])('refuses %s', (_what, text, message) => {
  expect(() => parseMockConfig(text)).toThrow(message);
});
