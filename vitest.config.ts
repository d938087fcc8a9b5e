import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Unit tests that start processes, throw thousands of requests or bring real clients: quick enough for `npm test`, too slow for `npm run check`. */
const processes = [
  'src/functions/**/*.test.ts',
  'src/services/lambda/**/*.test.ts',
  'src/**/fuzz.test.ts',
  'src/**/sdk-client*.test.ts',
];

/** What is about seconds, or about the whole of a machine's memory: these have the machine for themselves, one after the other. */
const alone = [
  'test/examples/table-map.test.ts',
  'test/console/large.test.ts',
  'test/integration/many-waiting.test.ts',
];

/** How long hooks and polls wait for what they await: a busy machine takes its time, and a signal that comes costs none of this. */
const patience = { hookTimeout: 60_000, expect: { poll: { interval: 20, timeout: 15_000 } } };
const muchPatience = { hookTimeout: 120_000, expect: { poll: { interval: 20, timeout: 60_000 } } };

/** Loaded where properties are, and nowhere else. */
const alias = { 'fast-check': new URL('./test/seeded-fast-check.ts', import.meta.url).pathname };

/**
 * `unit` and `console` stand beside the code and are quick; `suites` cross folders: simulation, real processes, real clients, conformance. Most of
 * those wait more than they compute, so that two at once are wanted on two cores, too.
 */
export default defineConfig({
  test: {
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...processes, '**/node_modules/**'],
          pool: 'threads',
          testTimeout: 120_000,
          alias,
          ...patience,
        },
      },
      {
        test: { name: 'processes', include: processes, pool: 'threads', testTimeout: 120_000, alias, ...patience },
      },
      {
        test: {
          name: 'console',
          include: ['console/src/**/*.test.ts'],
          pool: 'threads',
          testTimeout: 120_000,
          alias,
          ...patience,
        },
      },
      {
        test: {
          name: 'suites',
          include: ['test/**/*.test.ts'],
          exclude: [...alone, '**/node_modules/**'],
          pool: 'forks',
          testTimeout: 600_000,
          alias,
          ...muchPatience,
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          pool: 'forks',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          alias,
          ...muchPatience,
        },
      },
    ],
  },
});
