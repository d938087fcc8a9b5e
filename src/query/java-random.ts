/** java.util.Random, which is what a seed means to Step Functions: the same seed gives AWS's numbers bit for bit. */

export interface JavaRandom {
  /** In [0, 1). */
  readonly nextDouble: () => number;
  /** In [0, bound); `bound` is from 1 to 2^31 - 1. */
  readonly nextInt: (bound: number) => number;
}

const multiplier = 0x5deece66dn;
const mask = (1n << 48n) - 1n;

/** `seed` is cut to a whole number. */
export function javaRandom(seed: number): JavaRandom {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: number): number => {
    state = (state * multiplier + 0xbn) & mask;
    return Number(BigInt.asIntN(bits === 32 ? 32 : 64, state >> BigInt(48 - bits)));
  };
  return {
    nextDouble: () => (next(26) * 2 ** 27 + next(27)) * 2 ** -53,
    nextInt: (bound) => {
      if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(next(31))) >> 31n);
      for (;;) {
        const bits = next(31);
        const value = bits % bound;
        if (bits - value + (bound - 1) < 2 ** 31) return value;
      }
    },
  };
}
