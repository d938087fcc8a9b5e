import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonItems } from './json-reader.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, pointer = '', size = 3): Promise<{ values: unknown[]; keys: string[] }> {
  const values: unknown[] = [];
  const keys: string[] = [];
  for await (const some of jsonItems(pieces(text, size), pointer)) {
    values.push(...some.values);
    keys.push(...(some.keys ?? []));
  }
  return { values, keys };
}

describe('items', () => {
  test('are the members of the array or object at the top, wherever the text is cut', async () => {
    const value = fc.oneof(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(value, fc.integer({ min: 1, max: 30 }), fc.constantFrom(0, 2), async (top, size, indent) => {
        const text = JSON.stringify(top, null, indent);
        const { values, keys } = await read(text, '', size);
        const expected = JSON.parse(text);
        expect(values).toEqual(Object.values(expected));
        if (!Array.isArray(expected)) expect(keys).toEqual(Object.keys(expected));
      }),
    );
  });

  test('are found where a pointer leads, past whatever stands before', async () => {
    const segment = fc.oneof(fc.constantFrom('a', 'b/c', 'd~e', ''), fc.string({ maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { minLength: 1, maxLength: 3 }),
        fc.array(fc.jsonValue(), { maxLength: 4 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 9 }),
        async (path, items, other, size) => {
          const tree = path.reduceRight<unknown>(
            (inner, name) => ({ [`before ${name}`]: other, [name]: inner, after: 1 }),
            items,
          );
          const pointer = path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
          const text = JSON.stringify(tree);
          expect((await read(text, pointer, size)).values).toEqual(JSON.parse(JSON.stringify(items)));
        },
      ),
    );
  });

  test.each<[text: string, pointer: string, message: RegExp]>([
    ['', '', /not valid JSON/],
    ['[1,2', '', /not valid JSON/],
    ['[1,]', '', /not valid JSON/],
    ['[1 2]', '', /not valid JSON/],
    ['{"a" 1}', '', /not valid JSON/],
    ['[nul]', '', /not valid JSON/],
    ['[1]x', '', /not valid JSON/],
    ['"text"', '', /non-iterable/],
    ['{"a":3}', '/a', /non-iterable node.*'\/a'/],
    ['{"a":[]}', '/b', /'\/b'/],
    ['{"a":[]}', 'a', /not a valid JSON pointer/],
  ])('%j with %j is refused', async (text, pointer, message) => {
    for (const size of [1, 100]) await expect(read(text, pointer, size)).rejects.toThrow(message);
  });
});

test.each<[name: string, text: string, pointer: string, message: string]>([
  ['an item', `[1,"${'x'.repeat(9 * 1_048_576)}"]`, '', 'exceeds the limit of 8 MB'],
  ['what stands before the items', `{"a":"${'x'.repeat(17 * 1_048_576)}","b":[1]}`, '/b', 'within its first 16 MB'],
])('%s larger than AWS reads is refused', async (_name, text, pointer, message) => {
  await expect(read(text, pointer, 1_048_576)).rejects.toThrow(message);
});
