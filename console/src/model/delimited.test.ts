import { expect, test } from 'vitest';
import { delimitedRows } from './delimited.ts';

test.each<[name: string, text: string, rows: string[][]]>([
  [
    'plain rows',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF and no end',
    'a,b\r\n1,',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  ['quotes', '"a ""b""","c,\nd"\n', [['a "b"', 'c,\nd']]],
  ['a quote inside', 'a"b,c', [['a"b', 'c']]],
  ['nothing', '', []],
  ['an empty line', 'a\n\nb', [['a'], [''], ['b']]],
])('%s', (_name, text, rows) => {
  expect(delimitedRows(text, ',', 10)).toEqual(rows);
});

test('only as many rows as are wanted', () => {
  expect(delimitedRows('a\nb\nc\n', ',', 2)).toEqual([['a'], ['b']]);
  expect(delimitedRows('a\tb', '\t', 2)).toEqual([['a', 'b']]);
});
