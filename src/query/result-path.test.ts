import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { evaluatePath } from './path.ts';
import { applyResultPath } from './result-path.ts';

test.each<[resultPath: string | null | undefined, input: Json, result: Json, expected: Json]>([
  [undefined, { a: 1 }, 2, 2],
  ['$', { a: 1 }, 2, 2],
  [null, { a: 1 }, 2, { a: 1 }],
  ['$.b', { a: 1 }, 2, { a: 1, b: 2 }],
  ['$.a', { a: 1, b: 3 }, 2, { a: 2, b: 3 }],
  ['$.x.y.z', { a: 1 }, 2, { a: 1, x: { y: { z: 2 } } }],
  ['$.a.b', { a: null }, 2, { a: { b: 2 } }],
  ['$.a', null, 2, { a: 2 }],
  ["$['a b'][1]", { 'a b': [1, 2, 3] }, 'x', { 'a b': [1, 'x', 3] }],
  ['$[0].a', [{ b: 1 }], 2, [{ b: 1, a: 2 }]],
])('%s over %j', (resultPath, input, result, expected) => {
  const before = JSON.stringify(input);
  expect(applyResultPath(resultPath, input, result)).toEqual({ ok: true, value: expected });
  expect(JSON.stringify(input)).toBe(before);
});

test.each<[resultPath: string, input: Json]>([
  ['$.a', 'text'],
  ['$.a', [1]],
  ['$.a.b', { a: 5 }],
  ['$.a[0]', { a: [] }],
  ['$.a[0]', {}],
])('%s does not fit %j', (resultPath, input) => {
  expect(applyResultPath(resultPath, input, 1)).toEqual({
    ok: false,
    error: {
      error: 'States.ResultPathMatchFailure',
      cause: `Unable to apply ReferencePath ${resultPath} to input ${JSON.stringify(input)}`,
    },
  });
});

test('__proto__ becomes a member and changes no prototype', () => {
  const applied = applyResultPath('$.__proto__.polluted', {}, true);
  expect(applied.ok && JSON.stringify(applied.value)).toBe('{"__proto__":{"polluted":true}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('what was put at a path is found there', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("'") && !text.includes('\\'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (names, result) => {
      const path = `$${names.map((each) => `['${each}']`).join('')}`;
      const applied = applyResultPath(path, {}, result as Json);
      if (!applied.ok) throw new Error(applied.error.cause);
      const scope = { input: applied.value, context: {}, variables: {}, nowMs: 0, random: () => 0 };
      expect(evaluatePath(path, scope)).toEqual({ ok: true, value: result });
    }),
  );
});
