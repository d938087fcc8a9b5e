/**
 * Map runs under faults: children of both kinds, batches, files, tolerance, redrives. `STEPWELL_SEED=n` runs one seed, `STEPWELL_MAP_SEEDS=n`
 * that many; then one write after the other goes wrong: the server dies before it or after it, or is told that it failed.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { mapRunMachineNames } from './map-run-machines.ts';
import { calm, type Mishap, Simulation, startAllMapRuns } from './simulation.ts';
import { swarm } from './swarm.ts';
import type { Ending } from './verdict.ts';

const EXECUTIONS = mapRunMachineNames.length;
const one = process.env['STEPWELL_SEED'];
const count = Number(process.env['STEPWELL_MAP_SEEDS'] ?? 100);
const GROUP = 20;

/** Seeds that once failed. */
const KEPT: readonly number[] = [1, 12, 18];

let expected: ReadonlyMap<string, Ending>;
let writes = 0;

beforeAll(async () => {
  const undisturbed = new Simulation(0, calm);
  startAllMapRuns(undisturbed, EXECUTIONS);
  await undisturbed.runUntilQuiet(50_000);
  expected = await undisturbed.endings();
  expect(await undisturbed.verdict(expected)).toEqual([]);
  writes = undisturbed.writes;
});

async function runSeed(seed: number): Promise<readonly string[]> {
  const simulation = new Simulation(seed, swarm(seed));
  startAllMapRuns(simulation, EXECUTIONS);
  await simulation.runWithFaults(1_500);
  await simulation.runUntilQuiet(50_000);
  return simulation.verdict(expected);
}

async function runMishap(mishap: Mishap): Promise<readonly string[]> {
  const simulation = new Simulation(0, calm, mishap);
  startAllMapRuns(simulation, EXECUTIONS);
  await simulation.runUntilQuiet(50_000);
  return simulation.verdict(expected);
}

/** What went wrong, by name; a thrown liveness failure counts. */
async function failures<Of>(all: readonly Of[], run: (of: Of) => Promise<readonly string[]>): Promise<object> {
  const found: Record<string, readonly string[]> = {};
  for (const of of all) {
    const faults = await run(of).catch((error: Error) => [error.message]);
    if (faults.length > 0) found[JSON.stringify(of)] = faults;
  }
  return found;
}

test('a run without faults ends every execution as its definition says', () => {
  const statuses = Object.fromEntries([...expected].map(([name, { status }]) => [name, status]));
  const failed = Object.values(statuses).filter((status) => status === 'FAILED');
  expect(failed).toHaveLength(1);
  expect(statuses['execution-stopped']).toBe('ABORTED');
  expect(Object.values(statuses).filter((status) => status === 'SUCCEEDED')).toHaveLength(EXECUTIONS - 1);
  const redriven = [...expected.values()].filter(({ events }) => events.includes('MapRunRedriven'));
  expect(redriven).toHaveLength(2);
  const exported = [...expected.values()].find(({ results }) => results !== undefined);
  expect(JSON.parse(exported!.results![1]!)).toEqual(Array.from({ length: 15 }, (_, n) => n * 2));
});

describe('every map run ends once, as in a run without faults', () => {
  const seeds =
    one === undefined ? [...KEPT, ...Array.from({ length: count }, (_, index) => index + 1)] : [Number(one)];
  const groups = Array.from({ length: Math.ceil(seeds.length / GROUP) }, (_, group) =>
    seeds.slice(group * GROUP, (group + 1) * GROUP),
  );
  test.each(groups.map((group) => [group[0]!, group.at(-1)!, group] as const))(
    'seeds %i to %i',
    async (_first, _last, group) => {
      expect(await failures(group, runSeed)).toEqual({});
    },
  );
});

const KINDS = ['dies before', 'dies after', 'is lost', 'is not acknowledged'] as const;

/** Half of the writes for each kind, so that each write goes wrong in two ways of the four. */
test.each(KINDS)('a write %s, one after the other', async (kind) => {
  expect(writes).toBeGreaterThan(50);
  const first = 1 + (KINDS.indexOf(kind) % 2);
  const mishaps: Mishap[] = [];
  for (let write = first; write <= writes; write += 2) mishaps.push({ write, kind });
  expect(await failures(mishaps, runMishap)).toEqual({});
});
