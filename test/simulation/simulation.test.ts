/** The engine under faults, one seed after another. `STEPWELL_SEED=n` runs one; `STEPWELL_SEEDS=n` runs that many. Failing seeds are kept below. */
import { beforeAll, describe, expect, test } from 'vitest';
import { calm, Simulation, startAll } from './simulation.ts';
import { swarm } from './swarm.ts';
import type { Ending } from './verdict.ts';

const EXECUTIONS = 14;
const one = process.env['STEPWELL_SEED'];
const count = Number(process.env['STEPWELL_SEEDS'] ?? 1_000);
const GROUP = 50;

/** Seeds that once failed. */
const KEPT: readonly number[] = [365, 488, 725, 3738];

let expected: ReadonlyMap<string, Ending>;

beforeAll(async () => {
  const undisturbed = new Simulation(0, calm);
  startAll(undisturbed, EXECUTIONS);
  await undisturbed.runUntilQuiet(50_000);
  expected = await undisturbed.endings();
});

async function runSeed(seed: number): Promise<readonly string[]> {
  const simulation = new Simulation(seed, swarm(seed));
  startAll(simulation, EXECUTIONS);
  await simulation.runWithFaults(1_500);
  await simulation.runUntilQuiet(50_000);
  return simulation.verdict(expected);
}

/** What went wrong, by seed; a thrown liveness failure counts. */
async function failures(seeds: readonly number[]): Promise<Record<number, readonly string[]>> {
  const found: Record<number, readonly string[]> = {};
  for (const seed of seeds) {
    const faults = await runSeed(seed).catch((error: Error) => [error.message]);
    if (faults.length > 0) found[seed] = faults;
  }
  return found;
}

test('a run without faults ends every execution as its definition says', () => {
  expect([...expected.values()].map(({ status }) => status).sort()).toEqual(
    [...Array(10).fill('SUCCEEDED'), ...Array(2).fill('FAILED'), ...Array(2).fill('TIMED_OUT')].sort(),
  );
});

describe('every execution ends once, as in a run without faults', () => {
  const seeds =
    one === undefined ? [...KEPT, ...Array.from({ length: count }, (_, index) => index + 1)] : [Number(one)];
  const groups = Array.from({ length: Math.ceil(seeds.length / GROUP) }, (_, group) =>
    seeds.slice(group * GROUP, (group + 1) * GROUP),
  );
  test.each(groups.map((group) => [group[0]!, group.at(-1)!, group] as const))(
    'seeds %i to %i',
    async (_first, _last, group) => {
      expect(await failures(group)).toEqual({});
    },
  );
});
