import { expect, test } from 'vitest';
import { machineGraph } from '../model/machine-graph.ts';
import { layoutScope, pathThrough } from './layout.ts';

const pass = { Type: 'Pass', End: true };
const definition = {
  StartAt: 'First',
  States: {
    First: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Map' }], Default: 'Parallel' },
    Map: { Type: 'Map', ItemProcessor: { StartAt: 'In', States: { In: pass } }, End: true },
    Parallel: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'L', States: { L: pass } },
        { StartAt: 'R', States: { R: pass } },
      ],
      End: true,
    },
  },
};

test('nothing overlaps, and what is inside is inside', () => {
  const { nodes, width, height } = layoutScope(machineGraph(definition)!);
  const of = (id: string) => nodes.find(({ node }) => node.id === id)!;
  const isInside = (inner: string, outer: string): boolean => {
    const [a, b] = [of(inner), of(outer)];
    return a.x > b.x && a.y > b.y && a.x + a.width < b.x + b.width && a.y + a.height < b.y + b.height;
  };
  expect([isInside('In', 'Map'), isInside('L', 'Parallel'), isInside('R', 'Parallel')]).toEqual([true, true, true]);
  const outer = nodes.filter(({ depth }) => depth === 0);
  for (const a of outer) {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width).toBeLessThanOrEqual(width + 1);
    expect(a.y + a.height).toBeLessThanOrEqual(height + 1);
    for (const b of outer) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(a === b || apart, `${a.node.id} and ${b.node.id}`).toBe(true);
    }
  }
});

test('lines are made of numbers only', () => {
  const { edges } = layoutScope(machineGraph(definition)!);
  for (const { points } of edges) expect(pathThrough(points)).toMatch(/^M[-\d.,]+(?:[LQ][-\d., ]+)+$/);
});
