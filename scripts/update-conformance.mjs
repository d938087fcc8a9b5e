#!/usr/bin/env node
/** Runs the conformance suite and writes down what passes: `test/conformance/passing.json` and the figures for COMPATIBILITY.md. */
import { spawnSync } from 'node:child_process';

const cwd = new URL('..', import.meta.url).pathname;
const env = { ...process.env, STEPWELL_CONFORMANCE_UPDATE: '1' };
const ready = spawnSync(process.execPath, ['scripts/ready.mjs'], { cwd, stdio: 'inherit' });
if (ready.status !== 0) process.exit(ready.status ?? 1);
const run = spawnSync('npx', ['vitest', 'run', '--project', 'suites', 'test/conformance'], {
  cwd,
  env,
  stdio: 'inherit',
});
if (run.status !== 0) process.exit(run.status ?? 1);
const generate = spawnSync(process.execPath, ['scripts/generate-compatibility.mjs'], { cwd, stdio: 'inherit' });
process.exit(generate.status ?? 1);
