/** Random identifiers and numbers, as everything outside the pure folders gets them: seeded in tests. */
import { randomInt, randomUUID } from 'node:crypto';

export interface Ids {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** In [0, 1). */
  random(): number;
}

const RANDOM_STEPS = 2 ** 47;

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
};
