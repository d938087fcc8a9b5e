/**
 * A task's child execution that its parent has left is stopped, whatever happens between the step that leaves it and the stop: one write
 * after the other goes wrong, and the server dies before it or after it, or is told that it failed.
 */
import { beforeAll, expect, test } from 'vitest';
import { calm, type Mishap, Simulation } from './simulation.ts';
import type { Ending } from './verdict.ts';

const LEAVERS = ['waits', 'givesUp', 'failsBeside', 'endsFirst'] as const;
const QUIET = 10_000;

let expected: ReadonlyMap<string, Ending>;
let writes = 0;

function begin(simulation: Simulation): void {
  for (const machine of LEAVERS) simulation.start(machine, machine, { n: 0, list: [] });
  simulation.start('stopped', 'stopped', { n: 0, list: [] }, 1_500);
}

beforeAll(async () => {
  const undisturbed = new Simulation(0, calm);
  begin(undisturbed);
  await undisturbed.runUntilQuiet(QUIET);
  expected = await undisturbed.endings();
  expect(await undisturbed.verdict(expected)).toEqual([]);
  writes = undisturbed.writes;
});

async function run(mishap: Mishap): Promise<readonly string[]> {
  const simulation = new Simulation(0, calm, mishap);
  begin(simulation);
  await simulation.runUntilQuiet(QUIET);
  return simulation.verdict(expected);
}

test('a run without faults ends every execution as its definition says', () => {
  expect([...expected].map(([name, { status }]) => [name, status])).toEqual([
    ['waits', 'SUCCEEDED'],
    ['givesUp', 'SUCCEEDED'],
    ['failsBeside', 'FAILED'],
    ['endsFirst', 'TIMED_OUT'],
    ['stopped', 'ABORTED'],
  ]);
});

test.each(['dies before', 'dies after', 'is lost', 'is not acknowledged'] as const)(
  'a write %s, one after the other',
  async (kind) => {
    expect(writes).toBeGreaterThan(20);
    const found: Record<number, readonly string[]> = {};
    for (let write = 1; write <= writes; write++) {
      const faults = await run({ write, kind }).catch((error: Error) => [error.message]);
      if (faults.length > 0) found[write] = faults;
    }
    expect(found).toEqual({});
  },
);
