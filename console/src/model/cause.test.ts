import { expect, test } from 'vitest';
import { readCause } from './cause.ts';

test.each([
  ['plain', 'The bank declined', { message: 'The bank declined' }],
  [
    'an exception of a function',
    '{"errorType":"Declined","errorMessage":"No money","trace":["Declined: No money","    at handler"]}',
    { message: 'No money', type: 'Declined', trace: ['Declined: No money', '    at handler'] },
  ],
  [
    "Python's words for it",
    '{"errorMessage":"no","errorType":"ValueError","stackTrace":["  File x\\n"]}',
    { message: 'no', type: 'ValueError', trace: ['  File x'] },
  ],
  ['JSON of another shape', '{"code":7}', { message: '', json: '{"code":7}' }],
  ['a message among other things', '{"message":"hm","code":7}', { message: 'hm', json: '{"message":"hm","code":7}' }],
  ['no JSON after all', '{"broken', { message: '{"broken' }],
  ['a list', '[1]', { message: '[1]' }],
])('%s', (_name, text, expected) => {
  expect(readCause(text)).toEqual(expected);
});
