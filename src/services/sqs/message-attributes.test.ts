import { expect, test } from 'vitest';
import { attributesMd5, chosenAttributes, md5 } from './message-attributes.ts';

test('digests of messages, by known values', () => {
  expect(md5('derp')).toBe('58fd9edd83341c29f1aebba81c31e257');
  expect(attributesMd5({ timestamp: { type: 'Number', text: '1493147359900' } })).toBe(
    '235c5c510d26fb653d073faed50ae77c',
  );
  expect(attributesMd5(undefined)).toBeUndefined();
});

test.each<[names: readonly string[], chosen: readonly string[] | undefined]>([
  [['All'], ['a', 'a.b', 'ab', 'c']],
  [['.*'], ['a', 'a.b', 'ab', 'c']],
  [['a.*'], ['a', 'a.b']],
  [['a*'], ['a', 'a.b', 'ab']],
  [['c', 'none'], ['c']],
  [['none'], undefined],
  [[], undefined],
])('%j of a, a.b, ab, c are %j', (names, chosen) => {
  const text = { type: 'String', text: 'x' };
  const attributes = chosenAttributes({ a: text, 'a.b': text, ab: text, c: text }, names);
  expect(attributes && Object.keys(attributes)).toEqual(chosen);
});
