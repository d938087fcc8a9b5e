/**
 * The journal as one simulated process sees it: slow, at times failing before the write, at times after it. The disk behind it outlives
 * the process; what a dead process had asked for may still reach it.
 */
import type { Journal } from '../../src/store/journal.ts';
import type { World } from './world.ts';

export interface Faults {
  /** Probability that a commit fails and is not written. */
  readonly lostCommit: number;
  /** Probability that a commit is written and fails all the same. */
  readonly lostAcknowledgement: number;
  /** Probability that what a dead process had asked for still reaches the disk. */
  readonly lateCommit: number;
  /** Probability that a read fails. */
  readonly failedRead: number;
  /** Longest that an operation of the disk takes. */
  readonly latencyMs: number;
}

export const noFaults: Faults = { lostCommit: 0, lostAcknowledgement: 0, lateCommit: 0, failedRead: 0, latencyMs: 1 };

export interface ProcessLife {
  isDead: boolean;
}

export function faultyJournal(disk: Journal, world: World, life: ProcessLife, faults: () => Faults): Journal {
  /** Resolves when the disk gets to it; never, if the process has died meanwhile. */
  const turn = (whenDead?: () => void): Promise<void> =>
    new Promise((resolve) => {
      world.schedule(world.random.next() * faults().latencyMs, () => {
        if (!life.isDead) resolve();
        else if (world.random.chance(faults().lateCommit)) whenDead?.();
      });
    });

  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    await turn();
    if (world.random.chance(faults().failedRead)) throw new Error('simulated: the read failed');
    const value = await work();
    await turn();
    return value;
  };

  return {
    async commit(group) {
      await turn(() => void disk.commit(group).catch(() => {}));
      if (world.random.chance(faults().lostCommit)) throw new Error('simulated: the commit was lost');
      await disk.commit(group);
      await turn();
      if (world.random.chance(faults().lostAcknowledgement)) throw new Error('simulated: the acknowledgement was lost');
    },
    read: (executionArn) => read(() => disk.read(executionArn)),
    record: (executionArn) => read(() => disk.record(executionArn)),
    list: (filter, limit, after) => read(() => disk.list(filter, limit, after)),
    open: (filter, limit, after) => read(() => disk.open(filter, limit, after)),
    due: (fromMs, beforeMs, limit, after) => read(() => disk.due(fromMs, beforeMs, limit, after)),
    close: async () => {},
  };
}
