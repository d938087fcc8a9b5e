import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { variableReferences } from './variable-references.ts';

const end = { End: true };

test.each<[name: string, states: JsonObject, expected: unknown]>([
  ['none', { A: { Type: 'Pass', Parameters: { a: '$a' }, ...end } }, undefined],
  ['paths', { A: { Type: 'Pass', InputPath: '$b', OutputPath: '$a.x', ...end } }, { A: ['a', 'b'] }],
  ['templates', { A: { Type: 'Pass', Assign: { x: '$no', 'y.$': "States.Format('{}', $v)" }, ...end } }, { A: ['v'] }],
  [
    'choices',
    { A: { Type: 'Choice', Choices: [{ And: [{ Variable: '$g', StringEqualsPath: '$a' }], Next: 'B' }] } },
    { A: ['a', 'g'] },
  ],
  ['literals', { A: { Type: 'Pass', Result: { 'a.$': '$a' }, Comment: '$b', ...end } }, undefined],
  [
    'JSONata',
    { A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: ['{% $a + ($b := 1; $b) + $states.input.c %}'], ...end } },
    { A: ['a'] },
  ],
  [
    'inner states',
    {
      A: {
        Type: 'Map',
        ItemSelector: { 'q.$': '$q' },
        ItemReader: { ReaderConfig: { MaxItemsPath: '$m' } },
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Wait', SecondsPath: '$s', ...end } } },
        ...end,
      },
    },
    { A: ['m', 'q'], B: ['s'] },
  ],
])('%s', (_name, states, expected) => {
  expect(variableReferences(JSON.stringify({ StartAt: 'A', States: states }))).toEqual(expected);
});
