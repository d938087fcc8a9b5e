import { defineConfig } from 'vitest/config';

/** Unit tests that start processes, throw thousands of requests or bring real clients: quick enough for `npm test`, too slow for `npm run check`. */
const processes = [
  'src/functions/**/*.test.ts',
  'src/services/lambda/**/*.test.ts',
  'src/**/fuzz.test.ts',
  'src/**/sdk-client*.test.ts',
];

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
        },
      },
      { test: { name: 'processes', include: processes, pool: 'threads', testTimeout: 30_000 } },
      { test: { name: 'console', include: ['console/src/**/*.test.ts'], pool: 'threads', testTimeout: 20_000 } },
      {
        test: {
          name: 'suites',
          include: ['test/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
