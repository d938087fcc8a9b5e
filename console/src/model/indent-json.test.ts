import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from './indent-json.ts';

test('property: what holds no such number is indented as JSON.stringify does it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
});

test('numbers keep their digits, members their number', () => {
  expect(indentJson('{"id":12345678901234567890, "n" : [1.0,{}] ,"id":[]}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "n": [\n    1.0,\n    {}\n  ],\n  "id": []\n}',
  );
});

test.each(['', '{', 'nope', '{"a":1} x'])('%j is no JSON', (text) => {
  expect(() => indentJson(text)).toThrow(SyntaxError);
});
