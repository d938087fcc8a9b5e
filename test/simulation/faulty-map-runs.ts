/** The journal of map runs as one simulated process sees it: its writes are slow, fail before or after, or come late from the dead. */
import type { MapRunJournal } from '../../src/store/map-run-journal.ts';
import type { Faults, ProcessLife } from './faulty-journal.ts';
import type { World } from './world.ts';

export function faultyMapRuns(
  disk: MapRunJournal,
  world: World,
  life: ProcessLife,
  faults: () => Faults,
): MapRunJournal {
  const write = async (work: () => Promise<void>): Promise<void> => {
    await new Promise<void>((resolve) => {
      world.schedule(world.random.next() * faults().latencyMs, () => {
        if (!life.isDead) resolve();
        else if (world.random.chance(faults().lateCommit)) void work().catch(() => {});
      });
    });
    if (world.random.chance(faults().lostCommit)) throw new Error('simulated: the write was lost');
    await work();
    if (world.random.chance(faults().lostAcknowledgement)) throw new Error('simulated: the acknowledgement was lost');
  };
  return {
    put: (record) => write(() => disk.put(record)),
    append: (mapRunArn, children) => write(() => disk.append(mapRunArn, children)),
    get: (mapRunArn) => disk.get(mapRunArn),
    ofExecution: (executionArn) => disk.ofExecution(executionArn),
    open: () => disk.open(),
    children: (mapRunArn, after, limit) => disk.children(mapRunArn, after, limit),
    endedAs: (mapRunArn, statuses, after, limit) => disk.endedAs(mapRunArn, statuses, after, limit),
    sums: (mapRunArn) => disk.sums(mapRunArn),
    outcomes: (mapRunArn, after, limit) => disk.outcomes(mapRunArn, after, limit),
  };
}
