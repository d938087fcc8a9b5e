import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { evaluatePath } from './path.ts';
import type { Scope } from './scope.ts';

const input: Json = {
  a: { b: { c: 1 }, 'd-e': null },
  text: 'abc',
  list: [10, 20, 30, 40],
  items: [
    { id: 1, kind: 'x', keep: false, tags: ['p'] },
    { id: 2, kind: 'y', n: 7 },
    { id: 3, kind: 'xy', keep: true, n: '7' },
  ],
  limit: 2,
};

function scopeWith(value: Json): Scope {
  return {
    input: value,
    context: { Execution: { Id: 'e1' } },
    variables: { v: { w: [1] } },
    nowMs: 0,
    random: () => 0,
  };
}
const scope = scopeWith(input);

test.each<[path: string, expected: Json]>([
  ['$', input],
  ['$.a.b.c', 1],
  ['$.a.d-e', null],
  ["$['a']['b']", { c: 1 }],
  ['$$.Execution.Id', 'e1'],
  ['$v.w[0]', 1],
  ['$.list[0]', 10],
  ['$.list[-1]', 40],
  ['$.list[0,3,9]', [10, 40]],
  ['$.list[1:3]', [20, 30]],
  ['$.list[:2]', [10, 20]],
  ['$.list[-2:]', [30, 40]],
  ['$.list[:-3]', [10]],
  ['$.list[-3:-1]', [20, 30]],
  ['$.list[1:99]', [20, 30, 40]],
  ['$.list[1:-1]', []],
  ['$.list[*]', [10, 20, 30, 40]],
  ['$.list.length()', 4],
  ['$.list.sum()', 100],
  ['$.items[*].n.max()', 7],
  ['$.items[*].id', [1, 2, 3]],
  ["$.items[0]['id','kind']", { id: 1, kind: 'x' }],
  ['$..id', [1, 2, 3]],
  ['$.items..tags[0]', ['p']],
  ['$.items[?(@.keep)].id', [1, 3]],
  ['$.items[?(!@.keep)].id', [2]],
  ["$.items[?(@.kind == 'x')].id", [1]],
  ["$.items[?(@.kind != 'x')].id", [2, 3]],
  ['$.items[?(@.kind==xy)].id', [3]],
  ['$.items[?(@.n > .85)].id', [2]],
  ['$.items[0]id', 1],
  ['$.items[(@.length-1)].id', 3],
  ['$.a.b.c ', 1],
  ['$.items[?(@.id >= 2 && @.id < 3)].id', [2]],
  ['$.items[?(@.id == 1 || @.id == 3)].id', [1, 3]],
  ['$.items[?(@.id == $.limit)].id', [2]],
  ['$.items[?(@.id == $v.w[0])].id', [1]],
  ['$.items[?(@.n == 7)].id', [2, 3]],
  ['$.items[?(@.kind =~ /X.*/i)].id', [1, 3]],
  ['$.items[?(@.kind =~ /x/)].id', [1]],
  ["$.items[?(@.kind in ['x','y'])].id", [1, 2]],
  ["$.items[?(@.kind nin ['x','y'])].id", [3]],
  ['$.items[?(@.kind < 5)].id', []],
  ['$.nothing[*].x', []],
  ['$.nothing[1:].x', []],
  ['$..nothing', []],
])('%s', (path, expected) => {
  expect(evaluatePath(path, scope)).toEqual({ ok: true, value: expected });
});

test.each<[path: string, reason: string]>([
  ['$.x', "No results for path: $['x']"],
  ['$.a.x', "No results for path: $['a']['x']"],
  ['$.no.such.path', "Missing property in path $['no']"],
  ['$.a.no.path', "Missing property in path $['a']['no']"],
  ['$.list[9]', "No results for path: $['list'][9]"],
  [
    '$.a[0]',
    `Filter: [0] can only be applied to arrays. Current context is: ${JSON.stringify({ b: { c: 1 }, 'd-e': null })}`,
  ],
  ['$.__proto__', "No results for path: $['__proto__']"],
  ['$.a.constructor', "No results for path: $['a']['constructor']"],
  ['$nowhere.x', "No results for path: $nowhere['x']"],
])('%s fails in the words of path fields', (path, reason) => {
  expect(evaluatePath(path, scope)).toEqual({
    ok: false,
    error: { error: 'States.Runtime', cause: `Invalid path '${path}' : ${reason}` },
  });
});

test('an own member named __proto__ is a member like any other', () => {
  const value = JSON.parse('{"__proto__": {"p": 1}}') as Json;
  expect(evaluatePath('$.__proto__.p', scopeWith(value))).toEqual({ ok: true, value: 1 });
});

test('no path throws, and what a path selects is part of the input', () => {
  const step = fc.constantFrom(
    '.a',
    '.b',
    '[0]',
    '[-1]',
    '[*]',
    '..a',
    '[1:]',
    '[?(@.a)]',
    '[?(@.b == 1)]',
    '.length()',
    "['a','b']",
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), fc.jsonValue(), (steps, value) => {
      const result = evaluatePath(`$${steps.join('')}`, scopeWith(value as Json));
      expect(result.ok ? result.value : result.error.cause).toBeDefined();
    }),
    { numRuns: 500 },
  );
});
