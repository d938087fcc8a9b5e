import { defineConfig } from 'vitest/config';

/** Unit tests that start processes, throw thousands of requests or bring real clients: quick enough for `npm test`, too slow for `npm run check`. */
const processes = [
  'src/functions/**/*.test.ts',
  'src/services/lambda/**/*.test.ts',
  'src/**/fuzz.test.ts',
  'src/**/sdk-client*.test.ts',
];

/** How long a test waits for what it awaits. A machine that is busy takes its time, and a signal that comes costs none of this. */
const patience = { hookTimeout: 60_000, expect: { poll: { interval: 20, timeout: 15_000 } } };

/** `unit` and `console` stand beside the code and are quick; `suites` cross folders: simulation, real processes, real clients, conformance. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...processes, '**/node_modules/**'],
          pool: 'threads',
          testTimeout: 20_000,
          ...patience,
        },
      },
      { test: { name: 'processes', include: processes, pool: 'threads', testTimeout: 60_000, ...patience } },
      {
        test: {
          name: 'console',
          include: ['console/src/**/*.test.ts'],
          pool: 'threads',
          testTimeout: 20_000,
          ...patience,
        },
      },
      {
        test: {
          name: 'suites',
          include: ['test/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 300_000,
          ...patience,
          hookTimeout: 120_000,
          expect: { poll: { interval: 20, timeout: 60_000 } },
        },
      },
    ],
  },
});
