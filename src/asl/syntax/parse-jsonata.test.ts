import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonataString, parseJsonata } from './parse-jsonata.ts';

test.each<[text: string, isExpression: boolean]>([
  ['{% 1 %}', true],
  ['{%1%}', true],
  ['{%%}', true],
  ['{%}', false],
  [' {% 1 %}', false],
  ['{% 1 %} ', false],
  ['a {% 1 %}', false],
  ['', false],
])('%j encloses an expression: %s', (text, isExpression) => {
  expect(isJsonataString(text)).toBe(isExpression);
});

test.each<[text: string, variables: string[], states: string[], topLevel: string[]]>([
  ['$states.input.a + $x', ['x'], ['input'], []],
  ['$states', [], [''], []],
  ['$states.result{name: $sum(x)}', [], ['result'], []],
  ['$states.errorOutput.Error & $states.context.State.Name', [], ['errorOutput', 'context'], []],
  ['phone', [], [], ['phone']],
  ['$', [], [], ['$']],
  ['$$.a', [], [], ['$$']],
  ['*.a', [], [], ['*']],
  ['a.b[c = 1]', [], [], ['a']],
  ['$states.input.items[price > $limit].name', ['limit'], ['input'], []],
  ['($y := 1; $y + $z)', ['z'], [], []],
  ['$map($list, function($v){ $v.b + $w })', ['list', 'w'], [], []],
  ['$states.input.a@$q.b[$q.c = 1]', [], ['input'], []],
  ['$states.input ~> |a|{"b": c}|', [], ['input'], []],
  ['$sum($states.input.n) > 1 ? $uuid() : $hash("a", "MD5")', [], ['input'], []],
])('what %s reads', (text, variables, statesFields, topLevelReferences) => {
  expect(parseJsonata(`{% ${text} %}`)).toEqual({
    ok: true,
    source: { text, variables, statesFields, topLevelReferences },
  });
});

test.each([
  ['1 +', 'Unexpected end of expression'],
  ['$a[1,2)', 'Expected "]", got ","'],
  ['"unterminated', 'String literal must be terminated by a matching quote'],
  ['{"a":}', 'The symbol "}" cannot be used as a unary operator'],
  ['$match("a", /abc', 'No terminating / in regular expression'],
  ['', 'Unexpected end of expression'],
])('%s is refused with the sentence of AWS', (text, message) => {
  expect(parseJsonata(`{% ${text} %}`)).toEqual({ ok: false, code: 'INVALID_JSONATA_EXPRESSION', message });
});

test('no text makes the parser throw, however deep', () => {
  expect(parseJsonata(`{% ${'('.repeat(50_000)} %}`).ok).toBe(false);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof parseJsonata(`{% ${text} %}`).ok).toBe('boolean');
    }),
  );
});
