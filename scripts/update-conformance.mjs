#!/usr/bin/env node
/** Runs the conformance suite and writes down what passes: `passing.json`, and beside it the figures and proofs for COMPATIBILITY.md. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProofs } from './compatibility/corpus-proofs.mjs';

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
const folder = join(cwd, 'test', 'conformance');
const corpus = process.env.STEPWELL_CONFORMANCE ?? join(cwd, '..', 'shared', 'conformance');
const proofs = findProofs(corpus, JSON.parse(readFileSync(join(folder, 'passing.json'), 'utf8')));
writeFileSync(join(folder, 'proofs.json'), `${JSON.stringify(proofs, null, 2)}\n`);
const generate = spawnSync(process.execPath, ['scripts/generate-compatibility.mjs'], { cwd, stdio: 'inherit' });
process.exit(generate.status ?? 1);
