import { describe, expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import type { ChoiceCondition } from '../asl/state-machine.ts';
import { evaluateChoice } from './choice-rule.ts';
import type { Scope } from './scope.ts';

const early = '2020-01-01T00:00:00Z';
const earlyElsewhere = '2020-01-01T01:00:00+01:00';
const late = '2021-01-01T00:00:00Z';
const input: Json = { n: 5, m: 5.0, s: 'b', t: early, u: earlyElsewhere, yes: true, none: null, list: [], object: {} };
const scope: Scope = { input, context: { State: { Name: 'S' } }, variables: { five: 5 }, nowMs: 0, random: () => 0 };

function compare(variable: string, operator: string, operand: Json): ChoiceCondition {
  return { type: 'Compare', variable, operator, operand };
}
const isTrue = compare('$.yes', 'BooleanEquals', true);
const isFalse = compare('$.yes', 'BooleanEquals', false);
const isBroken = compare('$.missing', 'BooleanEquals', true);

describe('comparisons', () => {
  test.each<[variable: string, operator: string, operand: Json, expected: boolean]>([
    ['$.n', 'NumericEquals', 5, true],
    ['$.n', 'NumericEqualsPath', '$.m', true],
    ['$five', 'NumericEqualsPath', '$.m', true],
    ['$.n', 'NumericEquals', 6, false],
    ['$.s', 'NumericEquals', 5, false],
    ['$.n', 'NumericLessThan', 5, false],
    ['$.n', 'NumericLessThanEquals', 5, true],
    ['$.n', 'NumericGreaterThan', 4, true],
    ['$.n', 'NumericGreaterThanEqualsPath', '$.s', false],
    ['$.s', 'StringEquals', 'b', true],
    ['$.s', 'StringLessThan', 'c', true],
    ['$.s', 'StringGreaterThan', 'B', true],
    ['$.n', 'StringEquals', '5', false],
    ['$.s', 'StringEqualsPath', '$$.State.Name', false],
    ['$.s', 'StringMatches', '*b', true],
    ['$.n', 'StringMatches', '*', false],
    ['$.yes', 'BooleanEquals', true, true],
    ['$.s', 'BooleanEquals', true, false],
    ['$.yes', 'BooleanEqualsPath', '$.yes', true],
    ['$.t', 'TimestampEquals', earlyElsewhere, true],
    ['$.t', 'TimestampEqualsPath', '$.u', true],
    ['$.t', 'TimestampLessThan', late, true],
    ['$.t', 'TimestampGreaterThanEquals', late, false],
    ['$.s', 'TimestampLessThan', late, false],
    ['$.none', 'IsNull', true, true],
    ['$.n', 'IsNull', false, true],
    ['$.n', 'IsNumeric', true, true],
    ['$.s', 'IsString', true, true],
    ['$.t', 'IsTimestamp', true, true],
    ['$.s', 'IsTimestamp', false, true],
    ['$.yes', 'IsBoolean', true, true],
    ['$.list', 'IsString', false, true],
    ['$.none', 'IsPresent', true, true],
    ['$.missing', 'IsPresent', false, true],
    ['$.missing.deep', 'IsPresent', true, false],
    ['$.object', 'NumericEquals', 0, false],
    ['$.s', 'StringLessThanEquals', 'b', true],
    ['$.s', 'StringLessThanEquals', 'a', false],
    ['$.s', 'StringLessThanEqualsPath', '$.s', true],
    ['$.s', 'StringGreaterThanEqualsPath', '$.s', true],
    ['$.s', 'StringGreaterThanEqualsPath', '$.n', false],
    ['$.t', 'TimestampLessThanEquals', earlyElsewhere, true],
    ['$.t', 'TimestampLessThanEqualsPath', '$.u', true],
    ['$.t', 'TimestampGreaterThanEqualsPath', '$.u', true],
    ['$.t', 'TimestampGreaterThanEqualsPath', '$.s', false],
  ])('%s %s %j is %s', (variable, operator, operand, expected) => {
    expect(evaluateChoice(compare(variable, operator, operand), scope)).toEqual({ ok: true, value: expected });
  });
});

test.each<[condition: ChoiceCondition, path: string]>([
  [compare('$.missing', 'StringEquals', 'a'), '$.missing'],
  [compare('$.missing', 'IsNull', true), '$.missing'],
  [compare('$.n', 'NumericEqualsPath', '$.absent'), '$.absent'],
])('%j reads what is not there', (condition, path) => {
  expect(evaluateChoice(condition, scope)).toEqual({
    ok: false,
    error: {
      error: 'States.Runtime',
      cause: `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    },
  });
});

test.each<[condition: ChoiceCondition, expected: boolean]>([
  [{ type: 'And', conditions: [isTrue, isTrue] }, true],
  [{ type: 'And', conditions: [isFalse, isBroken] }, false],
  [{ type: 'Or', conditions: [isFalse, isTrue, isBroken] }, true],
  [{ type: 'Or', conditions: [isFalse, isFalse] }, false],
  [{ type: 'Not', condition: { type: 'And', conditions: [isTrue, isFalse] } }, true],
  [{ type: 'Condition', expression: true }, true],
])('%j is %s, at once', (condition, expected) => {
  expect(evaluateChoice(condition, scope)).toEqual({ ok: true, value: expected });
});

test('an error inside decides the whole', () => {
  expect(evaluateChoice({ type: 'Not', condition: isBroken }, scope)).toMatchObject({ ok: false });
  expect(evaluateChoice({ type: 'And', conditions: [isTrue, isBroken] }, scope)).toMatchObject({ ok: false });
});

test('a JSONata condition must yield a boolean', async () => {
  const condition: ChoiceCondition = { type: 'Condition', expression: '{% $states.input.n > 4 %}' };
  expect(await evaluateChoice(condition, scope)).toEqual({ ok: true, value: true });
  const wrong: ChoiceCondition = { type: 'Condition', expression: '{% $states.input.n %}' };
  expect(await evaluateChoice(wrong, scope, 'Choices[1]/Condition')).toEqual({
    ok: false,
    error: {
      error: 'States.QueryEvaluationError',
      cause:
        "The JSONata expression '$states.input.n' specified for the field 'Choices[1]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 5",
    },
    location: 'Choices[1]/Condition',
  });
});
