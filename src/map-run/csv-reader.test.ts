import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvItems, csvRows } from './csv-reader.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rows(text: string, size = 7, delimiter = ','): Promise<string[][]> {
  const all: string[][] = [];
  for await (const some of csvRows(pieces(text, size), delimiter)) all.push(...some);
  return all;
}

describe('rows', () => {
  test.each<[name: string, text: string, expected: string[][]]>([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'without a last line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['empty lines are left out', 'a\n\n\r\nb\n', [['a'], ['b']]],
    ['blanks are a field', '   \n', [['   ']]],
    [
      'quotes around delimiters and line ends',
      '"a,\n""b""",c\r\nd,"e"',
      [
        ['a,\n"b"', 'c'],
        ['d', 'e'],
      ],
    ],
    ['a quote within a field is a character', 'a"b,c\n', [['a"b', 'c']]],
    ['an empty field in quotes', '"",x\n', [['', 'x']]],
    ['a doubled quote is kept out of quotes, too', '{""k"":""v""},a""\n', [['{"k":"v"}', 'a"']]],
    ['a backslash keeps backslash, quote and delimiter', 'C:\\\\x,a\\,b,\\"c\\"\n', [['C:\\x', 'a,b', '"c"']]],
    ['so it does in quotes', '"C:\\\\x","a\\,b","\\"c\\""\n', [['C:\\x', 'a,b', '"c"']]],
    ['a backslash before anything else is dropped', 'C:\\x,"\\y"\nz\\\n\\', [['C:x', 'y'], ['z'], ['']]],
    ['a carriage return within a field stays', 'a"\rb,c\n', [['a"\rb', 'c']]],
  ])('%s', async (_name, text, expected) => {
    for (const size of [1, 2, 3, 1_000]) expect(await rows(text, size)).toEqual(expected);
  });

  test.each([
    ['a,"b\nc', /Row 1 .*never closed/],
    ['x\na,"b"c\n', /Row 2 .*after a closing quote/],
  ])('%j is refused', async (text, message) => {
    for (const size of [1, 3, 1_000]) await expect(rows(text, size)).rejects.toThrow(message);
  });

  test('what a writer of CSV makes comes back, wherever the text is cut', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', '\n', '\r', 'é', ' '), maxLength: 5 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (expected, size, crlf) => {
        const kept = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '""');
        const quoted = expected.map((row) => row.map((value) => `"${kept(value)}"`).join(','));
        expect(await rows(quoted.join(crlf ? '\r\n' : '\n'), size)).toEqual(expected);
      }),
    );
  });

  test('a million rows take a few seconds at most, and no memory to speak of', async () => {
    async function* many(): AsyncGenerator<string> {
      for (let block = 0; block < 1_000; block++) {
        let text = '';
        for (let row = 0; row < 1_000; row++) text += `${block},${row},"quoted, now and then",plain\n`;
        yield text;
      }
    }
    let count = 0;
    for await (const some of csvRows(many(), ',')) count += some.length;
    expect(count).toBe(1_000_000);
  });
});

test('items take the first row as headers, or those given; fields are filled up and cut', async () => {
  const collect = async (text: string, headers?: string[]): Promise<unknown[]> => {
    const all: unknown[] = [];
    const format = headers ? { delimiter: 'COMMA' as const, headers } : { delimiter: 'COMMA' as const };
    for await (const some of csvItems(pieces(text, 4), format)) all.push(...some);
    return all;
  };
  expect(await collect('a,b\n1\n1,2,3\n')).toEqual([
    { a: '1', b: '' },
    { a: '1', b: '2' },
  ]);
  expect(await collect('1,2\n', ['x'])).toEqual([{ x: '1' }]);
  expect(await collect('')).toEqual([]);
  const [item] = await collect('__proto__\n1\n');
  expect(JSON.stringify(item)).toBe('{"__proto__":"1"}');
  await expect(collect(`${'h'.repeat(11_000)}\n`)).rejects.toThrow('10 KiB');
});
