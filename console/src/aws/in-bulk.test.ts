import { expect, test } from 'vitest';
import { inBulk } from './in-bulk.ts';

test('each is called once, a few at a time, and failures are told', async () => {
  const items = Array.from({ length: 30 }, (_, i) => String(i));
  const called: string[] = [];
  const progress: number[] = [];
  let running = 0;
  let most = 0;
  const { done, failures } = await inBulk(
    items,
    async (item) => {
      called.push(item);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (item === '7') throw new Error('no');
    },
    (count) => progress.push(count),
  );
  expect(called.toSorted()).toEqual(items.toSorted());
  expect(most).toBeLessThanOrEqual(8);
  expect(progress.at(-1)).toBe(30);
  expect(done).toBe(29);
  expect(failures).toMatchObject([{ item: '7', error: { message: 'no' } }]);
});
