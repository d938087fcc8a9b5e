/**
 * Every service's proof: all of them are written to at once, the server is killed with `kill -9` in the middle, again and again; what was acknowledged is
 * there, and what was to follow from it (a delivery, an invocation, a message) follows.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deletions, keptEffects } from './services-kill/kept-effects.ts';
import { content, keptWrites } from './services-kill/kept-writes.ts';
import { KillBench } from './services-kill/kill-bench.ts';

const ROUNDS = 3;
/** Acknowledged writes of the slowest writer before the server is killed. */
const LEAST_EACH = 4;

const bench = new KillBench();
/** What each writer was told: the number of the write, and what was answered. */
const acknowledged = new Map<string, Map<number, unknown>>();

type Writer = { readonly name: string; write(bench: KillBench, n: number): Promise<unknown> };
const writers: readonly Writer[] = [...keptWrites, ...keptEffects, { name: 'deletions', write: deletions.write }];

/** Writes by all until each has `LEAST_EACH` more, then the kill in the middle of the others' writes. */
async function round(number: number): Promise<void> {
  const counts = new Map(writers.map(({ name }) => [name, 0]));
  let reached!: () => void;
  const enough = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let isKilled = false;
  const failures: unknown[] = [];
  const working = writers.map(async ({ name, write }) => {
    for (let n = number * 10_000; !isKilled; n++) {
      try {
        const written = await write(bench, n);
        acknowledged.get(name)!.set(n, written);
      } catch (error) {
        // Only the kill may fail a write.
        if (!isKilled) failures.push({ name, n, error });
        reached();
        if (isKilled || failures.length > 0) return;
      }
      counts.set(name, counts.get(name)! + 1);
      if ([...counts.values()].every((count) => count >= LEAST_EACH)) reached();
    }
  });
  await enough;
  isKilled = true;
  await bench.kill();
  await Promise.all(working);
  expect(failures).toEqual([]);
  await bench.start();
}

beforeAll(async () => {
  await bench.start();
  for (const { name } of writers) acknowledged.set(name, new Map());
  for (const { prepare } of keptWrites) await prepare?.(bench);
  for (const { prepare } of keptEffects) await prepare(bench);
  await deletions.prepare(bench);
  for (let number = 1; number <= ROUNDS; number++) await round(number);
}, 600_000);
afterAll(() => bench.stop());

describe(`after ${ROUNDS} kills`, () => {
  test.each(keptWrites)('$name is as it was acknowledged', async ({ name, read }) => {
    const all = [...acknowledged.get(name)!];
    expect(all.length).toBeGreaterThanOrEqual(ROUNDS * LEAST_EACH);
    for (const [n, written] of all) expect(await read(bench, n, written)).toBe(content(n));
  });

  test.each(keptEffects)('$name: happens', async ({ name, happened }) => {
    const wanted = new Set([...acknowledged.get(name)!.keys()].map(String));
    expect(wanted.size).toBeGreaterThanOrEqual(ROUNDS * LEAST_EACH);
    const seen = await happened(bench, wanted);
    expect([...wanted].filter((n) => !seen.has(n))).toEqual([]);
  });

  test('a message whose deletion was acknowledged does not come again', async () => {
    const left = await deletions.left(bench);
    const deleted = [...acknowledged.get('deletions')!.values()] as string[];
    expect(deleted.filter((n) => left.has(n))).toEqual([]);
  });
});
