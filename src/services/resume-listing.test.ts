import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentKey, fromToken, nextItem, resumeAt, toNextItem, toToken } from './resume-listing.ts';

const self = (item: string): string => item;

test.each<[what: string, later: string[], index: number]>([
  ['nothing changed', ['a', 'b', 'c', 'd'], 2],
  ['the first page was deleted', ['c', 'd'], 0],
  ['something came before', ['0', 'a', 'b', 'c', 'd'], 3],
  ['the next item is gone', ['a', 'b', 'd'], 2],
  ['all is gone', [], 2],
])('after a page of two: %s', (_what, later, index) => {
  const next = nextItem(['a', 'b', 'c', 'd'], self, 2);
  expect(resumeAt(later, self, next)).toBe(index);
});

test('a key that comes twice is no way back', () => {
  const all = ['a', 'b', 'a', 'c'];
  expect(resumeAt(all, self, nextItem(all, self, 2))).toBe(2);
});

test('no page comes after the last item', () => {
  expect(nextItem(['a'], self, 1)).toBeUndefined();
  expect(resumeAt(['a'], self, undefined)).toBe(0);
});

test.each([[null], ['x'], [[]], [['a']], [['a', '1']], [['a', 0]], [['a', -1]], [['a', 1.5]], [[1, 1]]])(
  '%j is no place',
  (value) => {
    expect(toNextItem(value)).toBeUndefined();
  },
);

test('whoever deletes each page that they get, gets everything once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (items, size) => {
      let left: readonly string[] = items;
      const got: string[] = [];
      let token: string | undefined;
      do {
        const at: number = resumeAt(left, self, token === undefined ? undefined : fromToken(token));
        const page = left.slice(at, at + size);
        const next = nextItem(left, self, at + size);
        token = next && toToken(next);
        got.push(...page);
        left = left.filter((item) => !page.includes(item));
      } while (token !== undefined);
      expect(got).toEqual(items);
    }),
  );
});

test.each(['', 'noise', 'MQ', '!'])('%j is no token', (token) => {
  expect(fromToken(token)).toBeUndefined();
});

test('the key of a thing without a name is what it is', () => {
  expect(contentKey({ a: 1 })).toBe(contentKey({ a: 1 }));
  expect(contentKey({ a: 1 })).not.toBe(contentKey({ a: 2 }));
});
