import fc from 'fast-check';
import { expect, test } from 'vitest';
import { variablesOfIntrinsic } from './intrinsic.ts';
import { parseIntrinsic } from './parse-intrinsic.ts';

function nested(levels: number): string {
  return 'States.Array('.repeat(levels) + ')'.repeat(levels);
}

test('literals, paths and calls are told apart', () => {
  const parsed = parseIntrinsic("States.Array('it\\'s', -1.5, true, null, $.a-b[0], $$.Execution.Id, States.UUID())");
  expect(parsed).toMatchObject({
    ok: true,
    call: {
      name: 'States.Array',
      arguments: [
        { type: 'Text', value: "it's", raw: "it\\'s" },
        { type: 'Literal', value: -1.5 },
        { type: 'Literal', value: true },
        { type: 'Literal', value: null },
        { type: 'Path', path: { text: '$.a-b[0]' } },
        { type: 'Path', path: { text: '$$.Execution.Id' } },
        { type: 'Call', name: 'States.UUID', arguments: [] },
      ],
    },
  });
});

test.each([
  ['', 'an intrinsic function'],
  ['States.Nope()', "'States.Nope' is not an intrinsic function"],
  ['States.toString()', 'is not an intrinsic function'],
  ['States.UUID(1)', 'takes 0 arguments but was given 1'],
  ['States.Format()', 'takes 1 arguments or more'],
  ['States.MathRandom(1)', 'takes 2 to 3 arguments'],
  ["States.Array('a", 'is not closed'],
  ["States.Array('a\\", 'after a backslash'],
  ['States.Array(a)', 'an intrinsic function'],
  ['States.Array(1', "','"],
  ['States.Array() x', 'the end'],
  ['States.Array($.)', 'a name'],
  [nested(11), 'nest deeper than 10 levels'],
])('%s is refused', (text, message) => {
  const parsed = parseIntrinsic(text);
  expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(message) });
});

test('ten levels are allowed', () => {
  expect(parseIntrinsic(nested(10)).ok).toBe(true);
});

test('the variables of nested calls are found', () => {
  const parsed = parseIntrinsic('States.Format($template, States.MathAdd($n.a, $n.b), $.input)');
  expect(parsed.ok && variablesOfIntrinsic(parsed.call)).toEqual(['template', 'n']);
});

test('no text makes the parser throw', () => {
  const token = fc.constantFrom(
    'States.Format',
    'States.Array',
    '(',
    ')',
    ',',
    "'",
    '\\',
    '{}',
    '$.a',
    '1',
    'true',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token).map((tokens) => tokens.join('')),
      ),
      (text) => {
        expect(typeof parseIntrinsic(text).ok).toBe('boolean');
      },
    ),
    { numRuns: 1_000 },
  );
});
