import { expect, test } from 'vitest';
import { ApiError } from '../../../gateway/operation.ts';
import { compileFilterPattern } from './filter-pattern.ts';

const json = (value: unknown) => JSON.stringify(value);
const access = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache.gif HTTP/1.0" 200 1534';

test.each<[pattern: string, message: string, expected: boolean]>([
  ['', 'anything', true],
  ['ERROR', '[ERROR 400] BAD', true],
  ['ERROR', '[error 400] BAD', false],
  ['ERROR ARGUMENTS', '[ERROR] MISSING ARGUMENTS', true],
  ['ERROR ARGUMENTS', '[ERROR] UNAUTHORIZED', false],
  ['?ERROR ?ARGUMENTS', '[ERROR] UNAUTHORIZED', true],
  ['?ERROR ?ARGUMENTS', '[WARN] fine', false],
  ['?ERROR REQUEST', 'REQUEST only', true],
  ['?ERROR REQUEST', 'ERROR only', false],
  ['ERROR -ARGUMENTS', '[ERROR] MISSING ARGUMENTS', false],
  ['ERROR -ARGUMENTS', '[ERROR] BAD', true],
  ['-ERROR', 'fine', true],
  ['"INTERNAL SERVER ERROR"', 'an INTERNAL SERVER ERROR here', true],
  ['"INTERNAL SERVER ERROR"', 'INTERNAL ERROR', false],
  ['"say \\"hi\\""', 'they say "hi" now', true],
  ['-"status: ok"', 'status: ok', false],
  ['%AUTHORIZED|DENIED%', 'it was DENIED', true],
  ['%[0-9]{3}%', 'code 42', false],
  ['{ $.eventType = "UpdateTrail" }', json({ eventType: 'UpdateTrail' }), true],
  ['{ $.eventType = UpdateTrail }', json({ eventType: 'UpdateTrail' }), true],
  ['{ $.eventType = "Update*" }', json({ eventType: 'UpdateTrail' }), true],
  ['{ $.eventType != "Create*" }', json({ eventType: 'UpdateTrail' }), true],
  ['{ $.eventType != "x" }', json({}), false],
  ['{ $.a = "b" && $.c = 1 }', json({ a: 'b', c: 1 }), true],
  ['{ $.a = "b" && $.c = 1 }', json({ a: 'b', c: 2 }), false],
  ['{ $.a = 1 || $.b = 2 && $.c = 3 }', json({ a: 1 }), true],
  ['{ ($.a = 1 || $.b = 2) && $.c = 3 }', json({ a: 1 }), false],
  ['{ $.list[0] = "x" }', json({ list: ['x', 'y'] }), true],
  ['{ $.list[1].n >= 2.5 }', json({ list: [{}, { n: 2.5 }] }), true],
  ['{ $.list[*] = "y" }', json({ list: ['x', 'y'] }), true],
  ['{ $.n > 1e2 }', json({ n: 101 }), true],
  ['{ $.n < -5 }', json({ n: -6 }), true],
  ['{ $.a IS NULL }', json({ a: null }), true],
  ['{ $.a IS NULL }', json({}), false],
  ['{ $.a NOT EXISTS }', json({ b: 1 }), true],
  ['{ $.a IS TRUE }', json({ a: true }), true],
  ['{ $.a IS FALSE }', json({ a: true }), false],
  ['{ $.detail-type = "x" }', json({ 'detail-type': 'x' }), true],
  ['{ $.ip = %^10\\.% }', json({ ip: '10.1.2.3' }), true],
  ['{ $.a.b = 1 }', 'not JSON', false],
  ['[ip, id, user, time, request, status, bytes]', access, true],
  ['[ip, id, user, time, request, status = 200, bytes > 1000]', access, true],
  ['[ip, id, user, time, request, status = 4*, bytes]', access, false],
  ['[..., status = 2*, bytes]', access, true],
  ['[ip = 127.0.0.1, ...]', access, true],
  ['[ip, ..., status = 404 || status = 200, bytes]', access, true],
  ['[ip, user]', access, false],
])('%s on %s is %s', (pattern, message, expected) => {
  expect(compileFilterPattern(pattern)(message)).toBe(expected);
});

test.each<[pattern: string, message: string]>([
  ['level:error', "Invalid character(s) in term ':'"],
  ['(a)', "Invalid character(s) in term '('"],
  ['"open', 'Invalid filter pattern'],
  ['{ $.a = }', "Invalid character(s) in term '}'"],
  ['{ $.a = 1', 'Invalid filter pattern'],
  ['{ $."a" = 1 }', `Invalid character(s) in term '"'`],
  ['{ $.a > x }', "Invalid character(s) in term 'x'"],
  ['[a, ..., b, ...]', 'Invalid filter pattern'],
  ['[a', 'Invalid filter pattern'],
  ['%(a+)+%', 'Invalid filter pattern'],
  [`{ ${'('.repeat(1_000)}`, 'Invalid filter pattern'],
])('%s is refused', (pattern, message) => {
  expect(() => compileFilterPattern(pattern)).toThrow(ApiError);
  expect(() => compileFilterPattern(pattern)).toThrow(message);
});
