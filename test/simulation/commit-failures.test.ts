/** Commit N fails, for every N until none is reached, before the write and after it: each run ends as the undisturbed one. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { ExecutionRecord, Journal } from '../../src/store/journal.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { machines } from './machines.ts';

const NAMES = ['chain', 'wide', 'failing'] as const;

/** Counts the commits of a run and fails one of them. */
function failing(disk: Journal, n: number, when: 'before' | 'after'): { journal: Journal; count: () => number } {
  let commits = 0;
  const journal: Journal = {
    commit: async (group) => {
      const isChosen = ++commits === n;
      if (isChosen && when === 'before') throw new Error('simulated: not written');
      await disk.commit(group);
      if (isChosen) throw new Error('simulated: written, and the answer was lost');
    },
    read: (executionArn) => disk.read(executionArn),
    record: (executionArn) => disk.record(executionArn),
    list: (filter, limit, after) => disk.list(filter, limit, after),
    open: (filter, limit, after) => disk.open(filter, limit, after),
    due: (fromMs, beforeMs, limit, after) => disk.due(fromMs, beforeMs, limit, after),
    close: async () => {},
  };
  return { journal, count: () => commits };
}

/** Waits and retries take a hundredth of their time. */
const quickClock = {
  now: () => systemClock.now() * 100,
  after: (delayMs: number, callback: () => void) => systemClock.after(delayMs / 100, callback),
};

async function run(n: number, when: 'before' | 'after'): Promise<{ endings: unknown[]; commits: number }> {
  const disk = createMemoryStore().journal;
  const { journal, count } = failing(disk, n, when);
  const attempts = new Map<string, number>();
  const engine = createEngine({
    journal,
    machines: { machine: (revisionId) => machines.get(revisionId) },
    clock: quickClock,
    connectors: {
      find: () => ({
        resource: '*',
        patterns: [],
        async invoke({ arguments: given, attempt, idempotencyKey }) {
          attempts.set(idempotencyKey, (attempts.get(idempotencyKey) ?? 0) + 1);
          const { op, n: number, failFirst } = given as { op: string; n: number; failFirst: number };
          if (op === 'fail') return { type: 'Failed', error: 'Broken', cause: 'always' };
          return attempt < failFirst ? { type: 'Failed', error: 'Flaky' } : { type: 'Succeeded', output: number * 2 };
        },
      }),
    },
  });
  await engine.recover();
  const records = await Promise.all(
    NAMES.map(async (machine): Promise<ExecutionRecord> => {
      const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${machine}:one`;
      const request = {
        executionArn,
        executionName: 'one',
        stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
        stateMachineName: machine,
        revisionId: machine,
        roleArn: 'arn:aws:iam::000000000000:role/simulated',
        type: 'STANDARD',
        input: { n: 3, list: [1, 2, 3] },
      } as const;
      // A start that failed is asked for again, under the same name.
      for (;;) {
        try {
          await engine.start(request);
          break;
        } catch {}
      }
      return (await engine.awaitEnd(executionArn))!;
    }),
  );
  await engine.close();
  const histories = await Promise.all(records.map(({ executionArn }) => disk.read(executionArn)));
  const endings = records.map(({ status, output, error }, index) => {
    const types = histories[index]!.history.flatMap((entry) => (entry.event ? [entry.event.type] : []));
    return { status, output, error, types: types.sort() };
  });
  // Nothing but a lost commit of the very result makes a task run again; nothing makes it run a third time.
  expect(Math.max(...attempts.values())).toBeLessThanOrEqual(2);
  return { endings, commits: count() };
}

describe.each(['before', 'after'] as const)('commit N fails %s the write', (when) => {
  let undisturbed: { endings: unknown[]; commits: number };

  beforeAll(async () => {
    undisturbed = await run(0, when);
  });

  test('for every N', async () => {
    expect(undisturbed.commits).toBeGreaterThan(10);
    const numbers = Array.from({ length: undisturbed.commits + 5 }, (_, index) => index + 1);
    const runs = await Promise.all(numbers.map((n) => run(n, when)));
    for (const [index, { endings }] of runs.entries())
      expect(endings, `commit ${index + 1}`).toEqual(undisturbed.endings);
  });
});
