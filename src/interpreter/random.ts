/** Seeded random numbers: the same seed gives the same sequence on every machine. */

/** Numbers in [0, 1) with 32 bits each. The generator is SplitMix32 over a seed of up to 53 bits. */
export function seededRandom(seed: number): () => number {
  let state = (Math.floor(seed) ^ Math.imul(Math.floor(seed / 4_294_967_296), 0x85eb_ca6b)) | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}
