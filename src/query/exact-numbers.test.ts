/** Numbers that keep their text, in everything that reads data: sizes, paths, filters, choices, intrinsic functions, JSONata. */
import { expect, test } from 'vitest';
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { evaluateChoice } from './choice-rule.ts';
import { jsonByteLength } from './json-size.ts';
import { isJsonObject, jsonEquals, jsonType } from './json-value.ts';
import { evaluateJsonata } from './jsonata.ts';
import { evaluatePath } from './path.ts';
import { evaluateTemplate } from './payload-template.ts';
import { plainNumbers } from './plain-numbers.ts';
import { applyResultPath } from './result-path.ts';
import type { Scope } from './scope.ts';

const input = parseExactJson(
  '{"one":1.0,"id":9007199254740993,"near":9007199254740992,"list":[1,1.0,2.0,9007199254740993],"rows":[{"n":9007199254740993},{"n":9007199254740992}],"text":"1.0"}',
) as JsonObject;
const scope: Scope = { input, context: {}, variables: { v: input['id']! }, nowMs: 0, random: () => 0.5 };

test('what it is', () => {
  const number = input['one']!;
  expect([isExactNumber(number), isJsonObject(number), jsonType(number)]).toEqual([true, false, 'number']);
  expect(jsonByteLength(input)).toBe(stringifyJson(input).length);
  expect(jsonEquals(number, 1)).toBe(true);
  expect(jsonEquals({ a: [number] }, { a: [1] })).toBe(true);
  expect(jsonEquals(input['id']!, input['near']!)).toBe(false);
  expect(jsonEquals(number, {})).toBe(false);
});

test.each<[path: string, result: string]>([
  ['$.one', '1.0'],
  ['$v', '9007199254740993'],
  ['$.list[*]', '[1,1.0,2.0,9007199254740993]'],
  ['$..n', '[9007199254740993,9007199254740992]'],
  ['$.one[*]', '[]'],
  ['$.one.*', '[]'],
  ['$.rows[?(@.n == 9007199254740993)]', '[{"n":9007199254740993}]'],
  ['$.rows[?(@.n > 9007199254740992)]', '[{"n":9007199254740993}]'],
  ['$.list[?(@ == 1)]', '[1,1.0]'],
  ['$.list[?(@ in [2])]', '[2.0]'],
  ['$.list.length()', '4'],
  ['$.list.max()', '9007199254740992'],
])('path %s', (path, result) => {
  const value = evaluatePath(path, scope);
  expect(value.ok && stringifyJson(value.value)).toBe(result);
});

test('a path that goes on below a number says what it found', () => {
  const cause = (path: string) => {
    const value = evaluatePath(path, scope);
    return value.ok ? undefined : value.error.cause;
  };
  expect(cause('$.one.x')).toContain("but found 'java.lang.Double'");
  expect(cause('$.id.x')).toContain("but found 'java.lang.Long'");
});

test.each<[intrinsic: string, result: string]>([
  ["States.Format('{}/{}', $.one, $.id)", '"1.0/9007199254740993"'],
  ["States.Format('{}', $.rows)", '"[{n=9007199254740993}, {n=9007199254740992}]"'],
  ['States.JsonToString($.rows)', '"[{\\"n\\":9007199254740993},{\\"n\\":9007199254740992}]"'],
  ['States.StringToJson($.text)', '1.0'],
  ['States.Array($.one, 2.50)', '[1.0,2.50]'],
  ['States.ArrayContains($.list, $.one)', 'true'],
  ['States.ArrayContains($.rows[*].n, 9007199254740994)', 'false'],
  ['States.ArrayUnique($.list)', '[1,2.0,9007199254740993]'],
  ['States.ArrayGetItem($.list, $.one)', '1.0'],
  ['States.ArrayPartition($.list, 2.0)', '[[1,1.0],[2.0,9007199254740993]]'],
  ['States.MathAdd($.one, 2.0)', '3'],
  ["States.Hash($.one, 'MD5')", '"e4c2e8edac362acab7123654b9e73432"'],
])('%s', (intrinsic, result) => {
  const value = evaluateTemplate({ 'v.$': intrinsic }, scope);
  expect(value).toMatchObject({ ok: true });
  expect(value.ok && stringifyJson((value.value as JsonObject)['v'])).toBe(result);
});

test.each<[operator: string, operand: string, holds: boolean]>([
  ['NumericEquals', '9007199254740992', false],
  ['NumericEquals', '9007199254740993.0', true],
  ['NumericGreaterThan', '9007199254740992', true],
  ['NumericLessThanEquals', '9007199254740992', false],
  ['NumericEqualsPath', '"$.near"', false],
  ['NumericGreaterThanPath', '"$.near"', true],
  ['StringEquals', '"9007199254740993"', false],
  ['IsNumeric', 'true', true],
  ['IsString', 'false', true],
])('%s %s', (operator, operand, holds) => {
  const condition = { type: 'Compare', variable: '$.id', operator, operand: parseExactJson(operand) } as const;
  expect(evaluateChoice(condition, scope)).toEqual({ ok: true, value: holds });
});

test.each<[expression: string, result: string]>([
  ['$states.input.one', '1.0'],
  ['$v', '9007199254740993'],
  ['{"a": $states.input.rows[0], "b": [$states.input.one]}', '{"a":{"n":9007199254740993},"b":[1.0]}'],
  ['$merge([$states.input.rows[1], {"m": $v}])', '{"n":9007199254740992,"m":9007199254740993}'],
  ['$states.input.rows.n', '[9007199254740993,9007199254740992]'],
  ['$states.input.list[]', '[1,1.0,2.0,9007199254740993]'],
  ['$parse($states.input.text)', '1.0'],
  ['$states.input.one + 1', '2'],
  ['$states.input.list[$ = 1]', '[1,1]'],
  ['$string($states.input.one)', '"1"'],
  ['$states.input.one = 1 ? "one" : "other"', '"one"'],
  ['$type($states.input.id)', '"number"'],
  ['$sum($states.input.list[[0..2]])', '4'],
  ['$states.input.rows[$states.input.one].n', '9007199254740992'],
])('JSONata %s', async (expression, result) => {
  const value = await evaluateJsonata(`{% ${expression} %}`, scope, 'Output');
  expect(value).toMatchObject({ ok: true });
  expect(value.ok && stringifyJson(value.value)).toBe(result);
});

test.each(['$states.input.one.text', '$states.input.one.toJSON', '$states.input.one.*', '$states.input.one.valueOf'])(
  'JSONata finds nothing below a number: %s',
  async (expression) => {
    const value = await evaluateJsonata(`{% ${expression} %}`, scope, 'Output');
    expect(value).toMatchObject({ ok: false, error: { cause: expect.stringContaining('returned nothing') } });
  },
);

test('a field that takes a number gets a plain one', async () => {
  expect(await evaluateJsonata('{% $states.input.one %}', scope, 'Seconds', 'integer')).toEqual({ ok: true, value: 1 });
});

test('ResultPath sets members beside and in place of a number, and none below it', () => {
  const placed = applyResultPath('$.new', input['rows']!, 1);
  expect(placed.ok).toBe(false);
  const below = applyResultPath('$.one.x', input, 1);
  expect(below.ok).toBe(false);
  expect(below.ok === false && below.error.cause).toContain('"one":1.0');
});

test('data for code that computes is copied only where it must be', () => {
  const plain: Json = { a: [1, { b: 2 }] };
  expect(plainNumbers(plain)).toBe(plain);
  const mixed = { plain, exact: [input['one']!] } as JsonObject;
  expect(plainNumbers(mixed)).toEqual({ plain, exact: [1] });
  expect(plainNumbers(mixed)['plain']).toBe(plain);
});
