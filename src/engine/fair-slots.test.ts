import { expect, test } from 'vitest';
import { FairSlots } from './fair-slots.ts';

test('while slots are free, work begins at once; then owners take turns, whatever the length of their queues', () => {
  const slots = new FairSlots(2);
  const begun: string[] = [];
  for (const work of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2']) slots.acquire(work[0]!, () => begun.push(work));
  expect(begun).toEqual(['a1', 'a2']);
  for (let release = 0; release < 5; release++) slots.release();
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'c2']);
});

test('slots that nobody waits for are free again', () => {
  const slots = new FairSlots(1);
  let begun = 0;
  for (let turn = 0; turn < 3; turn++) {
    slots.acquire('a', () => {
      begun += 1;
    });
    slots.release();
  }
  expect(begun).toBe(3);
});
