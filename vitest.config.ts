import { defineConfig } from 'vitest/config';

/** `unit` stands beside the code and is quick; `suites` cross folders: simulation, real processes, real clients, conformance. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'], pool: 'threads', testTimeout: 20_000 } },
      { test: { name: 'suites', include: ['test/**/*.test.ts'], pool: 'forks', testTimeout: 300_000, hookTimeout: 60_000 } },
    ],
  },
});
