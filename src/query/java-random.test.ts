import { expect, test } from 'vitest';
import { javaRandom } from './java-random.ts';

/** First values of `new java.util.Random(seed)`. */
test.each<[seed: number, first: number]>([
  [42, 0.7275636800328681],
  [0, 0.730967787376657],
])('nextDouble for seed %i', (seed, first) => {
  expect(javaRandom(seed).nextDouble()).toBe(first);
});

test('nextInt gives the numbers of Java', () => {
  const random = javaRandom(42);
  expect([random.nextInt(10), random.nextInt(10), random.nextInt(10)]).toEqual([0, 3, 8]);
});

test('nextInt stays below its bound, powers of two included', () => {
  const random = javaRandom(7);
  for (let bound = 1; bound < 300; bound++) expect(random.nextInt(bound)).toBeLessThan(bound);
});
