/** What every records store promises. */
import { expect, test } from 'vitest';
import type { Store } from './store.ts';

export function recordsContract(open: () => Store): void {
  test('a value is visible at once, comes back as a copy, and can be replaced and deleted', async () => {
    const things = open().records.collection<{ n: number; list: number[] }>('things');
    const value = { n: 1, list: [1] };
    const written = things.put('a', value);
    expect(things.get('a')).toEqual(value);
    await written;
    value.list.push(2);
    things.get('a')!.list.push(3);
    expect(things.get('a')).toEqual({ n: 1, list: [1] });
    await things.put('a', { n: 2, list: [] });
    expect(things.get('a')).toEqual({ n: 2, list: [] });
    expect(await things.delete('a')).toBe(true);
    expect(await things.delete('a')).toBe(false);
    expect(things.has('a')).toBe(false);
    expect(things.get('a')).toBeUndefined();
  });

  test('collections are apart; list goes by bytes, prefix, after and limit', async () => {
    const { records } = open();
    const keys = ['b', 'a/2', 'a/1', 'a/é', 'a/\u{1F600}', 'a/\uFFFD', 'A', 'a0'];
    await records.write(keys.map((key) => ({ type: 'put', collection: 'x', key, value: key })));
    await records.collection('y').put('a/3', 'other');
    const x = records.collection<string>('x');
    const list = (options: Parameters<typeof x.list>[0]) => x.list(options).map(({ value }) => value);
    expect(list({})).toEqual(['A', 'a/1', 'a/2', 'a/é', 'a/\uFFFD', 'a/\u{1F600}', 'a0', 'b']);
    expect(list({ prefix: 'a/', after: 'a/1', limit: 2 })).toEqual(['a/2', 'a/é']);
    expect(list({ after: 'zz' })).toEqual([]);
    expect(x.count()).toBe(8);
    expect(x.count('a/')).toBe(5);
  });

  test('several changes are all or nothing', async () => {
    const { records } = open();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    await records.collection('x').put('kept', 1);
    const attempt = async () =>
      records.write([
        { type: 'put', collection: 'x', key: 'a', value: 1 },
        { type: 'delete', collection: 'x', key: 'kept' },
        { type: 'put', collection: 'x', key: 'b', value: cyclic },
      ]);
    await expect(attempt()).rejects.toThrow(TypeError);
    expect(
      records
        .collection('x')
        .list()
        .map(({ key }) => key),
    ).toEqual(['kept']);
  });

  test('a pending write is listed and counted', async () => {
    const x = open().records.collection<number>('x');
    const written = x.put('a', 1);
    expect(x.list()).toEqual([{ key: 'a', value: 1 }]);
    expect(x.count()).toBe(1);
    await written;
  });
}
