import { expect, test } from 'vitest';
import { compileFilter, type FilterScope } from './filter-policy.ts';

const string = (text: string) => ({ type: 'String', text });
const number = (value: number) => ({ type: 'Number', text: String(value) });
const list = (...values: readonly unknown[]) => ({ type: 'String.Array', text: JSON.stringify(values) });
const binary = { type: 'Binary', binary: 'YQ==' };

test.each<[name: string, policy: object, attributes: Record<string, object>, wanted: boolean]>([
  ['an exact text', { a: ['x'] }, { a: string('x') }, true],
  ['case counts', { a: ['x'] }, { a: string('X') }, false],
  ['one of several', { a: ['x', 'y'] }, { a: string('y') }, true],
  ['all properties', { a: ['x'], b: ['y'] }, { a: string('x') }, false],
  ['attributes that are not named are ignored', { a: ['x'] }, { a: string('x'), z: string('z') }, true],
  ['an exact number', { a: [1.5] }, { a: number(1.5) }, true],
  ['a number is no text', { a: ['1'] }, { a: number(1) }, false],
  ['an element of a list', { a: ['y'] }, { a: list('x', 'y') }, true],
  ['true in a list', { a: [true] }, { a: list(true) }, true],
  ['null in a list', { a: [null] }, { a: list(null) }, true],
  ['binary attributes are as if absent', { a: [{ exists: false }] }, { a: binary }, true],
  ['exists', { a: [{ exists: true }] }, { a: string('x') }, true],
  ['exists, and does not', { a: [{ exists: true }] }, { b: string('x') }, false],
  ['exists not', { a: [{ exists: false }] }, { b: string('x') }, true],
  ['exists not, without any attribute', { a: [{ exists: false }] }, {}, false],
  ['no policy', {}, {}, true],
  ['prefix', { a: [{ prefix: 'ab' }] }, { a: string('abc') }, true],
  ['suffix', { a: [{ suffix: 'bc' }] }, { a: string('abc') }, true],
  ['suffix of something else', { a: [{ suffix: 'ab' }] }, { a: string('abc') }, false],
  ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'ABC' }] }, { a: string('aBc') }, true],
  ['wildcard', { a: [{ wildcard: 'a*c*e' }] }, { a: string('abcde') }, true],
  ['wildcard does not overlap', { a: [{ wildcard: 'ab*bc' }] }, { a: string('abc') }, false],
  ['cidr', { a: [{ cidr: '10.0.0.0/8' }] }, { a: string('10.1.2.3') }, true],
  ['cidr elsewhere', { a: [{ cidr: '10.0.0.0/8' }] }, { a: string('11.1.2.3') }, false],
  ['anything-but a text', { a: [{ 'anything-but': 'x' }] }, { a: string('y') }, true],
  ['anything-but a list', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: string('y') }, false],
  ['anything-but numbers', { a: [{ 'anything-but': [1, 2] }] }, { a: number(3) }, true],
  ['anything-but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: string('xy') }, false],
  ['anything-but wants something', { a: [{ 'anything-but': 'x' }] }, { b: string('y') }, false],
  ['a range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: number(5) }, true],
  ['beyond a range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: number(0) }, false],
  ['a bound', { a: [{ numeric: ['=', 3.015e2] }] }, { a: number(301.5) }, true],
  ['a text is no number', { a: [{ numeric: ['>', 0] }] }, { a: string('1') }, false],
  ['$or', { s: ['o'], $or: [{ a: ['x'] }, { b: ['y'] }] }, { s: string('o'), b: string('y') }, true],
  ['$or with neither', { s: ['o'], $or: [{ a: ['x'] }, { b: ['y'] }] }, { s: string('o'), b: string('x') }, false],
  ['$or without the rest', { s: ['o'], $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: string('y') }, false],
])('attributes: %s', (_name, policy, attributes, wanted) => {
  const filter = compileFilter(JSON.stringify(policy), 'MessageAttributes');
  expect(filter({ body: '', attributes: attributes as never })).toBe(wanted);
});

test.each<[name: string, policy: object, body: unknown, wanted: boolean]>([
  ['a property', { a: ['x'] }, { a: 'x' }, true],
  ['true, false, null', { a: [true], b: [false], c: [null] }, { a: true, b: false, c: null }, true],
  ['nested', { a: { b: { c: ['x'] } } }, { a: { b: { c: 'x' } } }, true],
  ['nested, absent', { a: { b: ['x'] } }, { a: 'x' }, false],
  ['nested, must be absent', { a: { b: [{ exists: false }] } }, { c: 1 }, true],
  ['in a list', { a: ['x'] }, { a: ['y', 'x'] }, true],
  ['in lists of lists', { a: ['x'] }, { a: [['y'], ['x']] }, true],
  ['in one element of a list of objects', { a: { b: ['x'], c: ['y'] } }, { a: [{ b: 'x', c: 'y' }] }, true],
  ['not over two elements', { a: { b: ['x'], c: ['y'] } }, { a: [{ b: 'x' }, { c: 'y' }] }, false],
  ['$or within', { a: { $or: [{ b: [1] }, { c: [2] }] } }, { a: { c: 2 } }, true],
  ['an object is no value', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
  ['a list is no object', { a: ['x'] }, ['x'], false],
])('body: %s', (_name, policy, body, wanted) => {
  const filter = compileFilter(JSON.stringify(policy), 'MessageBody');
  expect(filter({ body: JSON.stringify(body), attributes: {} })).toBe(wanted);
});

test('a body that is no JSON is not wanted', () => {
  expect(compileFilter('{"a":["x"]}', 'MessageBody')({ body: 'a: x', attributes: {} })).toBe(false);
});

test.each<[policy: string, scope: FilterScope, reason: string]>([
  ['{', 'MessageAttributes', 'failed to parse JSON.'],
  ['[]', 'MessageAttributes', 'Filter policy must be an object'],
  ['{"a":"x"}', 'MessageAttributes', '"a" must be an object or an array'],
  ['{"a":[]}', 'MessageAttributes', 'Empty arrays are not allowed'],
  [
    '{"a":{"b":["x"]}}',
    'MessageAttributes',
    'Filter policy scope MessageAttributes does not support nested filter policy',
  ],
  ['{"a":[["x"]]}', 'MessageAttributes', 'Match value must be String, number, true, false, or null'],
  ['{"a":[{"like":"x"}]}', 'MessageAttributes', 'Unrecognized match type like'],
  ['{"a":[{"prefix":"x","suffix":"y"}]}', 'MessageAttributes', 'Only one key allowed in match expression'],
  ['{"a":[{"prefix":1}]}', 'MessageAttributes', 'prefix match pattern must be a string'],
  ['{"a":[{"exists":"yes"}]}', 'MessageAttributes', 'exists match pattern must be either true or false.'],
  ['{"a":[{"numeric":["~",1]}]}', 'MessageAttributes', 'Unrecognized numeric range operator: ~'],
  ['{"a":[{"numeric":[">",5,"<",1]}]}', 'MessageAttributes', 'Bottom must be less than top'],
  [
    '{"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]}',
    'MessageBody',
    'Filter policy can not have more than 5 keys',
  ],
  // 4 values three deep, 3 values two deep, 3 values: 12 × 6 × 3.
  [
    JSON.stringify({ a: { b: { c: [1, 2, 3, 4] } }, d: { e: [1, 2, 3] }, f: [1, 2, 3] }),
    'MessageBody',
    'Filter policy is too complex',
  ],
  [JSON.stringify({ a: Array(16).fill('x'), b: Array(10).fill('y') }), 'MessageBody', 'Filter policy is too complex'],
])('%s is refused', (policy, scope, reason) => {
  expect(() => compileFilter(policy, scope)).toThrow(
    expect.objectContaining({ code: 'InvalidParameter', message: `Invalid parameter: FilterPolicy: ${reason}` }),
  );
});
