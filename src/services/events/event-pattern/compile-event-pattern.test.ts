import { expect, test } from 'vitest';
import { ApiError } from '../../../gateway/operation.ts';
import { compileEventPattern } from './compile-event-pattern.ts';

const matches = (pattern: unknown, event: unknown) => compileEventPattern(JSON.stringify(pattern))(event);

test.each<[pattern: unknown, event: unknown, expected: boolean]>([
  [{ source: ['a'] }, { source: 'a' }, true],
  [{ source: ['a', 'b'] }, { source: 'b' }, true],
  [{ source: ['a'] }, {}, false],
  [{ a: [1] }, { a: 1 }, true],
  [{ a: [1] }, { a: '1' }, false],
  [{ a: [1.0] }, { a: 1 }, true],
  [{ a: [null] }, { a: null }, true],
  [{ a: [null] }, {}, false],
  [{ a: [true] }, { a: 'true' }, false],
  [{ a: [''] }, { a: '' }, true],
  [{ a: ['x'] }, { a: ['y', 'x'] }, true],
  [{ a: { b: ['x'] } }, { a: { b: 'x', c: 1 } }, true],
  [{ a: { b: ['x'] } }, { a: 'x' }, false],
  [{ a: { b: ['1'], c: ['2'] } }, { a: [{ b: '1', c: '2' }] }, true],
  [{ a: { b: ['1'], c: ['2'] } }, { a: [{ b: '1' }, { c: '2' }] }, false],
  [{ a: [{ prefix: 'x' }] }, { a: 'xy' }, true],
  [{ a: [{ prefix: 'x' }] }, { a: 5 }, false],
  [{ a: [{ prefix: { 'equals-ignore-case': 'EU-' } }] }, { a: 'eu-west' }, true],
  [{ a: [{ suffix: '.png' }] }, { a: 'x.png' }, true],
  [{ a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { a: 'x.png' }, true],
  [{ a: [{ 'equals-ignore-case': 'Alice' }] }, { a: 'aLICE' }, true],
  [{ a: [{ wildcard: 'dir/*/file*.txt' }] }, { a: 'dir/x/y/file12.txt' }, true],
  [{ a: [{ wildcard: 'dir/*' }] }, { a: 'other' }, false],
  [{ a: [{ wildcard: 'a\\*b' }] }, { a: 'a*b' }, true],
  [{ a: [{ wildcard: 'a\\*b' }] }, { a: 'aXb' }, false],
  [{ a: [{ wildcard: '*a*a' }] }, { a: 'a' }, false],
  [{ a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
  [{ a: [{ 'anything-but': 'x' }] }, {}, false],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
  [{ a: [{ 'anything-but': [1, 2] }] }, { a: 3 }, true],
  [{ a: [{ 'anything-but': ['x'] }] }, { a: ['x', 'y'] }, true],
  [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
  [{ a: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, { a: 'zx' }, true],
  [{ a: [{ 'anything-but': { suffix: '.txt' } }] }, { a: 'a.png' }, true],
  [{ a: [{ 'anything-but': { 'equals-ignore-case': ['ABC', 'def'] } }] }, { a: 'abc' }, false],
  [{ a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: 'x/lib/y' }, false],
  [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
  [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, false],
  [{ a: [{ numeric: ['=', 3.018e2] }] }, { a: 301.8 }, true],
  [{ a: [{ numeric: ['<', 5] }] }, { a: '4' }, false],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.255' }, true],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.1.0' }, false],
  [{ a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db8:1::1' }, true],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: 'no address' }, false],
  [{ a: [{ exists: true }] }, { a: null }, true],
  [{ a: [{ exists: true }] }, { a: { b: 1 } }, false],
  [{ a: [{ exists: false }] }, {}, true],
  [{ a: [{ exists: false }] }, { a: [] }, true],
  [{ a: { b: [{ exists: false }] } }, {}, true],
  [{ a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
  [{ $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
  [{ $or: [{ a: [1] }, { b: [2] }], c: [3] }, { b: 2 }, false],
  [{ d: { $or: [{ a: [1] }, { b: [{ numeric: ['>', 1] }] }] } }, { d: { b: 2 } }, true],
  [JSON.parse('{"__proto__": ["x"]}'), {}, false],
])('%j on %j is %s', (pattern, event, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

test.each<[pattern: string, reason: string]>([
  ['[]', 'Filter is not an object'],
  ['{}', 'Empty objects are not allowed'],
  ['{"a":[]}', 'Empty arrays are not allowed'],
  ['{"a":[[1]]}', 'Match value must be String, number, true, false, or null'],
  ['{"a":[{}]}', 'Match expression name not found'],
  ['{"a":[{"like":"x"}]}', 'Unrecognized match type like'],
  ['{"a":[{"exists":1}]}', 'exists match pattern must be either true or false.'],
  ['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string'],
  ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 1'],
  ['{"a":[{"wildcard":"a\\\\b"}]}', 'Invalid escape character at pos 1'],
  ['{"a":[{"numeric":[">","x"]}]}', 'Value of > must be numeric'],
  ['{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator: ~'],
  ['{"a":[{"numeric":[">",5,"<",1]}]}', 'Bottom must be less than top'],
  ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['{"a":[{"anything-but":[1,"x"]}]}', 'either all values are number or string, mixed type is not supported'],
  ['{"a":[{"anything-but":{"numeric":[">",1]}}]}', 'Unsupported anything-but pattern: numeric'],
  ['{bad', 'Unexpected character'],
])('%s is refused', (pattern, reason) => {
  expect(() => compileEventPattern(pattern)).toThrow(ApiError);
  expect(() => compileEventPattern(pattern)).toThrow(`Event pattern is not valid. Reason: `);
  expect(() => compileEventPattern(pattern)).toThrow(reason);
});

test('a fault is located where the parser of AWS stands', () => {
  const pattern = '{"source":["test.event-pattern"],"detail":{"lenderId":"LenderA"}}';
  expect(() => compileEventPattern(pattern)).toThrow(
    `Event pattern is not valid. Reason: "lenderId" must be an object or an array\n at [Source: (String)"${pattern}"; line: 1, column: 56]`,
  );
});
