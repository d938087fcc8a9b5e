/** Which faults a seed brings: a few of them at a time and in different strengths, so that rare ones are not drowned by common ones. */
import { Random } from './random.ts';
import type { Swarm } from './simulation.ts';

export function swarm(seed: number): Swarm {
  const random = new Random(seed ^ 0x5eed);
  const some = (most: number): number => (random.chance(0.5) ? random.next() * most : 0);
  const faults = {
    lostCommit: some(0.3),
    lostAcknowledgement: some(0.3),
    failedRead: some(0.1),
    latencyMs: random.chance(0.5) ? 200 : 5,
    crash: some(0.02),
    zombie: some(1),
    clockJump: some(0.01),
    stop: some(0.2),
    taskMs: random.chance(0.3) ? 3_000 : 100,
  };
  return { ...faults, lateCommit: faults.zombie > 0 ? 0.5 : 0 };
}
