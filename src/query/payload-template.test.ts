import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { evaluateStringField, evaluateTemplate } from './payload-template.ts';
import type { Scope } from './scope.ts';

function scopeWith(input: Json): Scope {
  return { input, context: { Execution: { Id: 'e1' } }, variables: { v: 'var' }, nowMs: 0, random: () => 0.5 };
}

test('paths, context, variables and functions are put in place, literals stay', () => {
  const template = {
    literal: '$.a',
    'path.$': '$.a',
    'id.$': '$$.Execution.Id',
    'var.$': '$v',
    list: [1, { 'deep.$': '$.b[0]' }],
    'text.$': "States.Format('{} and {}', $.a, $v)",
  };
  expect(evaluateTemplate(template, scopeWith({ a: 1, b: [2] }))).toEqual({
    ok: true,
    value: { literal: '$.a', path: 1, id: 'e1', var: 'var', list: [1, { deep: 2 }], text: '1 and var' },
  });
});

test('a template without expressions is passed on as it is', () => {
  const template = { a: [1, { b: 'c' }] };
  const result = evaluateTemplate(template, scopeWith({}));
  expect(result.ok && result.value).toBe(template);
});

describe('intrinsic functions', () => {
  const input: Json = {
    list: [1, 2, 2, 3, 4],
    mixed: [{ a: 1 }, { a: 1 }, [1], [1], 1, '1', null, null],
    object: { Id: 1, Names: ['a', { b: null }] },
    text: 'a.b+c',
    json: '{"k": [1]}',
    template: '{}-{}',
  };
  test.each<[text: string, expected: Json]>([
    ["States.Format('Hi')", 'Hi'],
    ["States.Format('{}\\n{}', 1, 2)", '1\\n2'],
    ["States.Format('\\{\\} {} \\'q\\' \\\\', 1)", "{} 1 'q' \\"],
    ['States.Format($.template, 1, null)', '1-null'],
    ["States.Format('{}', $.object)", '{Id=1, Names=[a, {b=null}]}'],
    ['States.StringToJson($.json)', { k: [1] }],
    ['States.JsonToString($.object)', '{"Id":1,"Names":["a",{"b":null}]}'],
    ["States.Array(1, 'a', null)", [1, 'a', null]],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [2, 3], [4]]],
    ['States.ArrayContains($.mixed, $.mixed[0])', true],
    ['States.ArrayContains($.list, 9)', false],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(3, 0, -2)', [3, 1]],
    ['States.ArrayGetItem($.list, 4)', 4],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayUnique($.mixed)', [{ a: 1 }, [1], 1, '1', null]],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.object, States.StringToJson($.json), false)', { Id: 1, Names: ['a', { b: null }], k: [1] }],
    ['States.MathAdd(5, -1)', 4],
    ['States.MathAdd(1.5, 1)', 3],
    ['States.MathRandom(1, 999)', 500],
    ["States.StringSplit($.text, '.+')", ['a', 'b', 'c']],
    ["States.StringSplit(',,a,,', ',')", ['a']],
    ['States.UUID()', '88888888-8888-4888-8888-888888888888'],
  ])('%s', (text, expected) => {
    expect(evaluateTemplate({ 'x.$': text }, scopeWith(input))).toEqual({ ok: true, value: { x: expected } });
  });

  test('a seed makes the number repeat', () => {
    const draw = () => evaluateTemplate({ 'x.$': 'States.MathRandom(0, 999, 3)' }, scopeWith({}));
    expect(draw()).toEqual(draw());
  });

  test.each([
    "States.Format('{}')",
    "States.Format('{}', 1, 2)",
    'States.Format(1)',
    "States.StringToJson('{')",
    'States.StringToJson(1)',
    'States.ArrayPartition($.list, 0)',
    "States.ArrayPartition('a', 1)",
    'States.ArrayRange(0, 10, 0)',
    'States.ArrayRange(0, 1000000, 1)',
    'States.ArrayGetItem($.list, 5)',
    'States.ArrayGetItem($.list, -1)',
    'States.ArrayLength($.text)',
    "States.Base64Decode('%')",
    "States.Hash('a', 'CRC')",
    'States.JsonMerge($.object, $.object, true)',
    'States.JsonMerge($.list, $.object, false)',
    "States.MathAdd('1', 1)",
    'States.MathRandom(5, 5)',
  ])('%s fails', (text) => {
    expect(evaluateTemplate({ 'x.$': text }, scopeWith(input))).toMatchObject({
      ok: false,
      error: {
        error: 'States.IntrinsicFailure',
        cause: expect.stringContaining(`The function '${text}' had the following error: `),
      },
    });
  });
});

test.each<[template: Json, cause: string]>([
  [
    { 'value.$': '$.x' },
    "The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{\"a\":1}'",
  ],
  [
    { 'value.$': '$$.Execution.Input.x' },
    "The JSONPath '$$.Execution.Input.x' specified for the field 'value.$' could not be found in the input '{\"a\":1}'",
  ],
  [
    { 'value.$': 'States.Array($.x)' },
    "The function 'States.Array($.x)' had the following error: The JsonPath argument for the field '$.x' could not be found in the input '{\"a\":1}'",
  ],
  [
    { 'value.$': "States.Format('{}', $.a[0])" },
    "The function 'States.Format('{}', $.a[0])' had the following error: Filter: [0] can only be applied to arrays. Current context is: 1",
  ],
  [
    { 'value.$': '$.a[0]' },
    "The JSONPath '$.a[0]' specified for the field 'value.$' could not be found in the input '{\"a\":1}'",
  ],
])('%j names what is missing', (template, cause) => {
  expect(evaluateTemplate(template, scopeWith({ a: 1 }))).toEqual({
    ok: false,
    error: { error: 'States.Runtime', cause },
  });
});

test('beyond the end of a list there is null, but not for a function, nor below it', () => {
  const scope = scopeWith({ list: [1, 2] });
  expect(evaluateTemplate({ 'a.$': '$.list[5]', 'b.$': '$.list[-9]', 'c.$': '$.list[1]' }, scope)).toEqual({
    ok: true,
    value: { a: null, b: null, c: 2 },
  });
  expect(evaluateTemplate({ 'a.$': "States.Format('{}', $.list[5])" }, scope)).toMatchObject({
    error: { error: 'States.Runtime', cause: expect.stringContaining("for the field '$.list[5]' could not be found") },
  });
  expect(evaluateTemplate({ 'a.$': '$.list[5].x' }, scope)).toMatchObject({ error: { error: 'States.Runtime' } });
});

test('a path over null input fails in words of its own', () => {
  expect(evaluateTemplate({ 'x.$': '$' }, scopeWith(null))).toMatchObject({
    error: { cause: 'Unable to apply Path transformation to null or empty input.' },
  });
});

test('a single field takes a path or a function', () => {
  const scope = scopeWith({ Error: 'E' });
  expect(evaluateStringField('$.Error', scope, 'ErrorPath')).toEqual({ ok: true, value: 'E' });
  expect(evaluateStringField("States.Format('{}!', $.Error)", scope, 'ErrorPath')).toEqual({ ok: true, value: 'E!' });
  expect(evaluateStringField('$.No', scope, 'CausePath')).toMatchObject({
    error: { cause: expect.stringContaining("specified for the field 'CausePath'") },
  });
});

test('__proto__ in a template is a member like any other', () => {
  const template = JSON.parse('{"__proto__.$": "$.a", "b": {"__proto__": {"c.$": "$.a"}}}') as Json;
  const result = evaluateTemplate(template, scopeWith({ a: { polluted: true } }));
  expect(result.ok && JSON.stringify(result.value)).toBe(
    '{"__proto__":{"polluted":true},"b":{"__proto__":{"c":{"polluted":true}}}}',
  );
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('no template throws', () => {
  const expression = fc.constantFrom('$.a', '$', '$.b[*]', 'States.UUID()', 'States.Array($.a, $.x)', 'nonsense', '$[');
  const member = fc.tuple(fc.constantFrom('a', 'a.$', 'b.$', '__proto__.$'), fc.oneof(expression, fc.integer()));
  const template = fc.array(member, { maxLength: 4 }).map((members) => Object.fromEntries(members) as Json);
  fc.assert(
    fc.property(template, fc.jsonValue(), (each, input) => {
      expect(typeof evaluateTemplate([each, { each }], scopeWith(input as Json)).ok).toBe('boolean');
    }),
  );
});
