/** COMPATIBILITY.md says what the built code supports: a change of that must be written down. Figures and proofs are not compared. */
import { execFileSync } from 'node:child_process';
import { test } from 'vitest';

test('COMPATIBILITY.md is up to date', () => {
  const script = new URL('../../scripts/generate-compatibility.mjs', import.meta.url).pathname;
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});
