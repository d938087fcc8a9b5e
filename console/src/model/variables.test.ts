import { expect, test } from 'vitest';
import type { Thread, Visit } from './history.ts';
import { variablesOf } from './variables.ts';

function visitIn(thread: Thread, state: string, variables?: Record<string, string>): Visit {
  const visit = { id: 0, state, thread, variables, threads: [] } as unknown as Visit;
  thread.visits.push(visit);
  return visit;
}

test('variables come from before and from around; what is assigned last counts', () => {
  const root: Thread = { kind: 'root', index: 0, visits: [], status: 'running' };
  visitIn(root, 'A', { x: '1', y: '1' });
  const map = visitIn(root, 'Map', { result: '[]' });
  visitIn(root, 'Later', { late: '1' });
  const inner: Thread = { kind: 'iteration', index: 0, parent: map, visits: [], status: 'running' };
  visitIn(inner, 'B', { y: '2' });
  const visit = visitIn(inner, 'C', { z: '3' });
  expect(variablesOf(visit)).toEqual([
    { name: 'x', value: '1', from: 'A', isOwn: false },
    { name: 'y', value: '2', from: 'B', isOwn: false },
    { name: 'z', value: '3', from: 'C', isOwn: true },
  ]);
  expect(variablesOf(map).map(({ name }) => name)).toEqual(['x', 'y', 'result']);
});
