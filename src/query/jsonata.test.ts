import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { type ExpectedType, evaluateJsonata } from './jsonata.ts';
import type { Scope } from './scope.ts';

const scope: Scope = {
  input: { n: 5, list: [1, 2, 3], one: [[1]], nested: { list: [{ o: 1, constructor: 'own' }, { o: 2 }] }, text: 'abc' },
  context: { Execution: { Id: 'e1' } },
  variables: { limit: 2 },
  nowMs: 1_700_000_000_000,
  random: () => 0.25,
};

async function evaluate(expression: string, within: Scope = scope, expected?: ExpectedType) {
  return evaluateJsonata(`{% ${expression} %}`, within, 'Output/r', expected);
}

async function causeOf(expression: string, expected?: ExpectedType): Promise<string | undefined> {
  const result = await evaluate(expression, scope, expected);
  if (result.ok) return undefined;
  expect(result.location).toBe('Output/r');
  expect(result.error.error).toBe('States.QueryEvaluationError');
  const sentence = `The JSONata expression '${expression}' specified for the field 'Output/r' `;
  expect(result.error.cause?.startsWith(sentence)).toBe(true);
  return result.error.cause?.slice(sentence.length);
}

describe('values', () => {
  test.each<[expression: string, expected: Json]>([
    ['$states.input.n + $limit', 7],
    ['$states.context.Execution.Id', 'e1'],
    ['$states.input.list[$ > 1]', [2, 3]],
    ['$states.input.list[]', [1, 2, 3]],
    ['$map($states.input.list, function($v) { $v * 2 })', [2, 4, 6]],
    ['$states.input.nested.list.o', [1, 2]],
    ['1/0', 'Infinity'],
    ['[-1/0]', ['-Infinity']],
    ['$random(42)', 0.7275636800328681],
    ['$random()', 0.25],
    ['$uuid()', '44444444-4444-4444-8444-444444444444'],
    ['$now()', '2023-11-14T22:13:20.000Z'],
    ['$now("[Y0001]")', '2023'],
    ['$millis()', 1_700_000_000_000],
    ['$range(0, 6, 2)', [0, 2, 4, 6]],
    ['$range(1, 9, 9)', 1],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(3.9, 0.5, -1.5)', [3, 2, 1, 0]],
    ['$count($range(1, 200000, 1))', 200_000],
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['$parse("{\\"a\\": [1]}").a', [1]],
    ['$parse("-0")', 0],
    ['$shuffle([1, 2, 3])', [2, 3, 1]],
    ['$base64decode("aGk=")', 'hi'],
    ['$pad("a", -3, "xy")', 'xya'],
    ['$variable := 1', 1],
    ['($x := $states.input.n; $x * 2)', 10],
    ['$states.input.nested.list.constructor', 'own'],
    ['$lookup($states.input.nested.list, "o")', [1, 2]],
    ['$count([1..800000])', 800_000],
    [`1${'+1'.repeat(199)}`, 200],
  ])('%s', async (expression, value) => {
    expect(await evaluate(expression)).toEqual({ ok: true, value });
  });

  test('carry none of the marks of the library', async () => {
    for (const expression of ['$states.input.nested.list.o', '[1..3]', '$states.input.list[]', '{"a": [1..2]}']) {
      const result = await evaluate(expression);
      if (!result.ok) throw new Error(result.error.cause);
      expect(result.value).toStrictEqual(JSON.parse(JSON.stringify(result.value)));
      const list = Array.isArray(result.value) ? result.value : (result.value as { a: Json[] }).a;
      expect(Object.keys(list)).toEqual(list.map((_item: Json, at: number) => String(at)));
    }
  });
});

describe('failures', () => {
  test.each<[expression: string, cause: string, expected?: ExpectedType]>([
    ['$states.input.missing', 'returned nothing (undefined).'],
    ['$states.result', 'returned nothing (undefined).'],
    ['$doesNotExist', 'returned nothing (undefined).'],
    ['$fn := function($x){$x}', 'returned an unsupported result type.'],
    ['[$sum]', 'returned an unsupported result type.'],
    ['$eval("1+1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['$error("boom")', 'threw an error during evaluation. D3137: boom'],
    [
      '$sum("a")',
      'threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ],
    ['$base64decode("!!!")', 'threw an internal error during evaluation.'],
    ['true', "returned an unexpected result type. Expected 'array', but was 'boolean' for value: true", 'array'],
    ['null', "returned an unexpected result type. Expected 'array', but was 'null' for value: null", 'array'],
    [
      "{'foo': 'bar'}",
      'returned an unexpected result type. Expected \'array\', but was \'object\' for value: {"foo":"bar"}',
      'array',
    ],
    ['1.5', "returned an unexpected result type. Expected 'integer', but was 'number' for value: 1.5", 'integer'],
    [
      '1',
      "returned an unexpected result type. Expected 'array' or 'object', but was 'number' for value: 1",
      'array or object',
    ],
  ])('%s', async (expression, cause, expected) => {
    expect(await causeOf(expression, expected)).toBe(cause);
  });

  const memory =
    'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage';
  const depth =
    'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.';
  const time = 'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop';
  test.each([
    ['[1..900000] ~> $count()', memory],
    ['$range(1, 10000000, 1)', memory],
    ['$pad("x", 1000000000)', memory],
    ['($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p("x", 31)))', memory],
    ['($f := function($x) { 1 + $f($x + 1) }; $f(1))', depth],
    ['($f := function($x) { {"a": 1, "b": $f($x + 1)} }; $f(1))', depth],
    [`1${'+1'.repeat(999)}`, depth],
    ['($f := function($x) { $f($x + 1) }; $f(1))', time],
  ])('%s is stopped', async (expression, cause) => {
    expect(await causeOf(expression)).toBe(cause);
  });
});

describe('templates', () => {
  test('without an expression come back at once, as they are', () => {
    const template = { a: [1, '$.x', null], b: { c: 'text {% 1 %}' } };
    const result = evaluateJsonata(template, scope, 'Output');
    expect(result).toEqual({ ok: true, value: template });
    expect(result).not.toBeInstanceOf(Promise);
  });

  test('are walked, lists included', async () => {
    const template = [null, 0, '$nosuchvar', { key: '{% $states.input.n %}', list: ['{% $limit %}'] }];
    expect(await evaluateJsonata(template, scope, 'Output')).toEqual({
      ok: true,
      value: [null, 0, '$nosuchvar', { key: 5, list: [2] }],
    });
  });

  test('name the place of the first failure', async () => {
    const template = { ok: '{% 1 %}', list: [1, { deep: '{% $missing %}' }], later: '{% $error("no") %}' };
    expect(await evaluateJsonata(template, scope, 'Output')).toMatchObject({
      ok: false,
      location: 'Output/list[1]/deep',
    });
  });
});

describe('an expression reaches nothing of JavaScript', () => {
  test.each([
    '$states.input.__proto__',
    '$states.input.constructor',
    '{"a": 1}.toString',
    '$lookup($states.input, "__proto__")',
    '$states.input."__proto__"',
    '$states.input.`constructor`.`constructor`',
  ])('%s', async (expression) => {
    expect(await causeOf(expression)).toBe('returned nothing (undefined).');
  });

  test('nor changes what it reads', async () => {
    const frozen = { ...scope, input: deepFreeze({ list: [[1], [2]], a: { b: 1 } }) };
    await evaluate('$states.input.__proto__.__defineGetter__("polluted", function() { 1 })', frozen);
    await evaluate('$states.input.__proto__.__defineSetter__("polluted", function() { 1 })', frozen);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await evaluate('$states.input.list[0][]', frozen)).toEqual({ ok: true, value: [1] });
    expect(await evaluate('$states.input ~> |a|{"b": 2}|', frozen)).toMatchObject({ value: { a: { b: 2 } } });
    expect(await evaluate('$sort($states.input.list, function($l, $r) { $l[0] < $r[0] })', frozen)).toMatchObject({
      ok: true,
    });
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
}

test('evaluations of one expression side by side do not disturb each other', async () => {
  const expression = '($f := function($x) { $x = 0 ? $states.input : 0 + $f($x - 1) }; $f(10))';
  const inputs = Array.from({ length: 20 }, (_, at) => at);
  const results = await Promise.all(inputs.map((input) => evaluate(expression, { ...scope, input })));
  expect(results.map((result) => result.ok && result.value)).toEqual(inputs);
});

test('any JSON passes through unchanged, and no expression throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.string({ maxLength: 20 }), async (value, text) => {
      const within = { ...scope, variables: { value: value as Json } };
      const result = await evaluate('[$value]', within);
      const positive = JSON.parse(JSON.stringify(value)) as Json;
      expect(result).toEqual({ ok: true, value: Array.isArray(value) ? positive : [positive] });
      expect(typeof (await evaluate(text)).ok).toBe('boolean');
    }),
  );
});
