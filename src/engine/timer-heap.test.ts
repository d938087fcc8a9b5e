import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimerHeap } from './timer-heap.ts';

function drain(heap: TimerHeap, nowMs: number): string[] {
  const taken: string[] = [];
  for (let timer = heap.take(nowMs); timer; timer = heap.take(nowMs)) {
    taken.push(`${timer.executionArn}${timer.timerId ?? ''}@${timer.dueMs}`);
  }
  return taken;
}

test('takes what is due, earliest first, and leaves the rest', () => {
  const heap = new TimerHeap();
  for (const [timerId, dueMs] of [
    ['a', 30],
    ['b', 10],
    ['c', 20],
    ['d', 40],
  ] as const)
    heap.set({ executionArn: 'x', timerId, dueMs });
  expect(drain(heap, 30)).toEqual(['xb@10', 'xc@20', 'xa@30']);
  expect(heap.nextDueMs()).toBe(40);
  expect(heap.size).toBe(1);
});

test('set again, a timer moves; cancelled, it never surfaces; a wake-up is apart from timers', () => {
  const heap = new TimerHeap();
  heap.set({ executionArn: 'x', timerId: 'a', dueMs: 10 });
  heap.set({ executionArn: 'x', timerId: 'a', dueMs: 50 });
  heap.set({ executionArn: 'x', timerId: 'b', dueMs: 20 });
  heap.set({ executionArn: 'x', dueMs: 30 });
  heap.cancel('x', 'b');
  expect(drain(heap, 40)).toEqual(['x@30']);
  expect(drain(heap, 60)).toEqual(['xa@50']);
});

test('behaves like a sorted list, whatever is set, cancelled and taken', () => {
  const operation = fc.oneof(
    fc.record({ type: fc.constant('set' as const), id: fc.nat(20), dueMs: fc.nat(100) }),
    fc.record({ type: fc.constant('cancel' as const), id: fc.nat(20) }),
    fc.record({ type: fc.constant('take' as const), nowMs: fc.nat(100) }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      const heap = new TimerHeap();
      const model = new Map<string, number>();
      for (const step of operations) {
        if (step.type === 'set') {
          heap.set({ executionArn: 'x', timerId: String(step.id), dueMs: step.dueMs });
          model.set(String(step.id), step.dueMs);
        } else if (step.type === 'cancel') {
          heap.cancel('x', String(step.id));
          model.delete(String(step.id));
        } else {
          const taken = heap.take(step.nowMs);
          const least = Math.min(...model.values());
          expect(taken?.dueMs).toBe(least <= step.nowMs ? least : undefined);
          if (taken) expect(model.get(taken.timerId!)).toBe(least);
          if (taken) model.delete(taken.timerId!);
        }
        expect(heap.size).toBe(model.size);
      }
    }),
  );
});
