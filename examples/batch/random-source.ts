/** Chance out of a seed (Mulberry32): small, quick, and the same everywhere. Numbers lie in [0, 1). */
export type RandomSource = () => number;

export function randomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: RandomSource, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** A whole number from `least` to `most`, both included. */
export function whole(random: RandomSource, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
