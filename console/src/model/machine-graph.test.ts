import { expect, test } from 'vitest';
import { END, machineGraph, ruleText, START, statesOf } from './machine-graph.ts';

const definition = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'No' }],
      Next: 'Which',
    },
    Which: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.n', NumericGreaterThan: 3, Next: 'Each' },
        { Condition: '{% $n < 0 %}', Next: 'No' },
        { Variable: '$.n', IsNull: true, Next: 'Nowhere' },
      ],
      Default: 'Both',
    },
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        StartAt: 'In',
        States: { In: { Type: 'Pass', End: true } },
      },
      End: true,
    },
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'B1', States: { B1: { Type: 'Wait', Seconds: 3, End: true } } }, {}],
      End: true,
    },
    No: { Type: 'Fail' },
  },
};

test('states, transitions and what is inside', () => {
  const graph = machineGraph(definition)!;
  expect(graph.nodes.map(({ id }) => id)).toEqual([START, 'Ask', 'Which', 'Each', 'Both', 'No', END]);
  expect(graph.edges.map(({ from, to, kind, label = '' }) => [from, to, kind, label])).toEqual([
    [START, 'Ask', 'next', ''],
    ['Ask', 'Which', 'next', ''],
    ['Ask', 'No', 'catch', 'Catch'],
    ['Which', 'Each', 'choice', 'n > 3'],
    ['Which', 'No', 'choice', '$n < 0'],
    ['Which', 'Both', 'default', 'Default'],
    ['Each', END, 'next', ''],
    ['Both', END, 'next', ''],
    ['No', END, 'next', ''],
  ]);
  const captions = Object.fromEntries(graph.nodes.map(({ id, caption }) => [id, caption]));
  expect(captions).toMatchObject({ Ask: 'sqs:sendMessage · callback', Each: 'Distributed map', No: 'Fail' });
  const both = graph.nodes.find(({ id }) => id === 'Both')!;
  expect(both.scopes.map(({ nodes }) => nodes.map(({ id, caption }) => [id, caption]))).toEqual([[['B1', 'Wait 3 s']]]);
});

test('states are found by name, inner ones too', () => {
  expect([...statesOf(definition).keys()]).toEqual(['Ask', 'Which', 'Each', 'In', 'Both', 'B1', 'No']);
});

test.each([
  null,
  7,
  'x',
  [],
  {},
  { States: null },
  { States: { A: 7 } },
  { StartAt: 3, States: { A: { Type: 7, Choices: 'x', Catch: [3], Branches: [null] } } },
])('whatever is no definition does no harm: %j', (broken) => {
  expect(() => [machineGraph(broken), statesOf(broken)]).not.toThrow();
});

test.each([
  [
    { And: [{ Variable: '$.a', IsPresent: true }, { Not: { Variable: '$.b', StringEquals: 'x' } }] },
    'a is present and not b = x',
  ],
  [
    {
      Or: [
        { Variable: '$.a', BooleanEquals: true },
        { Variable: '$.b', IsNumeric: false },
      ],
    },
    'a = true or b is not numeric',
  ],
  [{ Variable: '$.t', TimestampLessThanEquals: '2026' }, 't ≤ 2026'],
  [{ Variable: '$.s', StringMatches: 'a*' }, 's ~ a*'],
  [{}, ''],
])('%j', (rule, text) => {
  expect(ruleText(rule)).toBe(text);
});
