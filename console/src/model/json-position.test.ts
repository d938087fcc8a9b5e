import { expect, test } from 'vitest';
import { rangeOf, rangeOfState } from './json-position.ts';

const text = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "ItemProcessor": { "StartAt": "In/side", "States": {
      "In/side": { "Type": "Choice", "Choices": [ { "Variable": "$.x" }, { "Variable": "a" } ] },
      "In": { "Type": "Pass" }
    } } },
    "B\\n": { "Type": "Pass", "Result": [1, -2.5e3, true, null, {}] }
  }
}`;

const at = (location: string) => {
  const range = rangeOf(text, location);
  return range && text.slice(range.from, range.to);
};

test.each([
  ['/States/A/Type', '"Type"'],
  ['/States/A', '"A"'],
  ['/States/A/ItemProcessor/States/In/side/Choices[1]', '{'],
  ['/States/A/ItemProcessor/States/In/side/Choices[1]/Variable', '"Variable"'],
  ['/States/A/ItemProcessor/States/In/Type', '"Type"'],
  ['/States/A/Missing/Deeper', '"A"'],
  ['/States/B\n/Result[4]', '{'],
  ['/States/B\n/Result[9]', '"Result"'],
  ['no pointer', undefined],
])('%s', (location, expected) => {
  expect(at(location)).toBe(expected);
});

test('a line and a column', () => {
  expect(rangeOf('{\n  "a": }', 'at [Source: …; line: 2, column: 8]')).toEqual({ from: 9, to: 10 });
  expect(rangeOf('{', 'line: 9, column: 9')).toEqual({ from: 1, to: 1 });
});

test.each(['', '{', '{"a"', '{"a":', '["', '{"States":{"A":{"Type":"Pass",}}}'])(
  'broken text does no harm: %s',
  (broken) => {
    expect(() => [rangeOf(broken, '/a/b'), rangeOfState(broken, 'A')]).not.toThrow();
  },
);

test('states are found wherever they are', () => {
  const find = (state: string) => {
    const range = rangeOfState(text, state);
    return range && text.slice(range.from, range.to);
  };
  expect(find('In')).toBe('"In": { "Type": "Pass" }');
  expect(find('A')).toMatch(/^"A": \{ "Type": "Map"/);
  expect(find('C')).toBeUndefined();
});
