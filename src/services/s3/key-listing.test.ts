import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beyond, commonPrefixOf, listKeys, type Row } from './key-listing.ts';

const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Counts its reads, as a collection would answer them. */
function bucketOf(keys: readonly string[]) {
  const sorted = [...keys].sort(inByteOrder);
  const reads: number[] = [];
  const read =
    (prefix: string) =>
    (after: string, limit: number): readonly Row<undefined>[] => {
      const rows = sorted.filter((key) => key.startsWith(prefix) && inByteOrder(key, after) > 0).slice(0, limit);
      reads.push(rows.length);
      return rows.map((key) => ({ key, value: undefined }));
    };
  return { sorted, reads, read };
}

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '//', 'é', '😀', '￿', '+'), minLength: 1, maxLength: 6 });

test('all pages together are the whole, rolled up, in the order of UTF-8 bytes', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom('', 'a', 'a/', 'é'),
      fc.constantFrom(undefined, '/', '//', 'b'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const { sorted, read } = bucketOf(keys);
        const expected = new Set(
          sorted
            .filter((item) => item.startsWith(prefix))
            .map((item) => commonPrefixOf(item, prefix, delimiter) ?? item),
        );
        const listed: string[] = [];
        for (let after = '', isTruncated = true; isTruncated; ) {
          const page = listKeys({ read: read(prefix), prefix, delimiter, after, limit });
          const names = [...page.rows.map((row) => row.key), ...page.commonPrefixes].sort(inByteOrder);
          expect(names.length).toBeLessThanOrEqual(limit);
          if (page.isTruncated) expect(names.length).toBe(limit);
          expect(page.last).toBe(names.at(-1) ?? '');
          listed.push(...names);
          ({ next: after, isTruncated } = page);
        }
        expect(listed).toEqual([...expected]);
      },
    ),
  );
});

test('a folder of many keys is left at once', () => {
  const keys = Array.from({ length: 5_000 }, (_, n) => `folder-${n % 2}/${n}`);
  const { read, reads } = bucketOf(keys);
  const page = listKeys({ read: read(''), prefix: '', delimiter: '/', after: '', limit: 1000 });
  expect(page.commonPrefixes).toEqual(['folder-0/', 'folder-1/']);
  expect(reads.length).toBe(3);
});

test('nothing is asked of a page without room', () => {
  const { read, reads } = bucketOf(['a']);
  expect(listKeys({ read: read(''), prefix: '', delimiter: undefined, after: '', limit: 0 }).isTruncated).toBe(false);
  expect(reads).toEqual([]);
});

test('beyond a prefix is after all of its keys and before the next', () => {
  expect(inByteOrder(beyond('a/'), 'a/\u{10FFFD}')).toBeGreaterThan(0);
  expect(inByteOrder(beyond('a/'), 'a0')).toBeLessThan(0);
});
