import { expect, test } from 'vitest';
import { nodeStatuses } from './graph-status.ts';
import type { ExecutionFold, Thread, Visit, VisitStatus } from './history.ts';

const root: Thread = { kind: 'root', index: 0, visits: [], status: 'running' };
const map = visit('Map', root, 'running');
const iterations = [0, 1, 2].map(
  (index): Thread => ({ kind: 'iteration', index, parent: map, visits: [], status: 'running' }),
);

function visit(state: string, thread: Thread, status: VisitStatus, attempts = 1): Visit {
  return { id: 0, state, thread, status, attempts: Array(attempts).fill({}) } as unknown as Visit;
}

function statusesOf(visits: readonly Visit[], chosen = {}) {
  const statuses = nodeStatuses({ visits } as ExecutionFold, chosen);
  return Object.fromEntries(
    [...statuses].map(([name, { status, total, retries }]) => [name, [status, total, retries]]),
  );
}

test('of a loop, the last pass counts', () => {
  expect(statusesOf([visit('A', root, 'failed', 3), visit('A', root, 'succeeded')])).toEqual({
    A: ['succeeded', 2, 2],
  });
});

test('of what runs side by side, the worst counts', () => {
  const visits = [
    visit('Work', iterations[0]!, 'succeeded'),
    visit('Work', iterations[1]!, 'failed'),
    visit('Work', iterations[2]!, 'running'),
  ];
  expect(statusesOf(visits)).toEqual({ Work: ['failed', 3, 0] });
  expect(statusesOf(visits, { Map: 2 })).toEqual({ Work: ['running', 1, 0] });
  expect(statusesOf(visits, { Map: 9 })).toEqual({});
  expect(statusesOf(visits, { Other: 0 })).toEqual({ Work: ['failed', 3, 0] });
});
