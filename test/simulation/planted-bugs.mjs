#!/usr/bin/env node
/**
 * Tests the testers: plants known bugs into a copy of the sources, one at a time, and expects the suites to notice each.
 * Exit code 0: every bug was caught. A bug whose place is gone is an error too: mend the list when the code moves.
 *
 *   node test/simulation/planted-bugs.mjs [name …]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

const simulation = ['test/simulation'];
const interpreter = ['src/interpreter'];

/** `find` is replaced by `plant` once in `file`; `suites` must fail then. */
const BUGS = [
  {
    name: 'dispatch-before-commit',
    why: 'A command goes out before its step is durable: after a lost commit it was never asked for.',
    file: 'src/engine/live-execution.ts',
    find: '    try {\n      await this.#ledger.commit(',
    plant: '    this.#acknowledge(batch, turn, record);\n    try {\n      await this.#ledger.commit(',
    suites: simulation,
  },
  {
    name: 'state-kept-after-failed-commit',
    why: 'A failed commit leaves the old state in memory without folding the journal again: a written one is denied for ever.',
    file: 'src/engine/live-execution.ts',
    find: '      this.#fold = undefined;\n      this.#doubt = { batch, turn, entries: fold.entries, error };\n      throw error;',
    plant: '      throw error;',
    suites: simulation,
  },
  {
    name: 'nothing-dispatched-after-refold',
    why: 'After a lost acknowledgement the commands of that step are never sent.',
    file: 'src/engine/live-execution.ts',
    find: '    this.#fold = fold;\n    this.#mustDispatch = true;\n    this.#resolveDoubt(fold, stored);',
    plant: '    this.#fold = fold;\n    this.#resolveDoubt(fold, stored);\n    this.#mustDispatch = false;',
    suites: simulation,
  },
  {
    name: 'no-fencing',
    why: 'The journal takes a step from a zombie that does not know of the steps before it.',
    file: 'src/store/memory-journal.ts',
    find: 'if (length !== expectedLength) throw',
    plant: 'if (length < expectedLength) throw',
    suites: simulation,
  },
  {
    name: 'stale-result-taken',
    why: 'A task that is over still takes a result: the second answer of a worker overwrites the first.',
    file: 'src/interpreter/awaited-task.ts',
    find: 'return of?.task?.id === taskId ? of : undefined;',
    plant: 'return of?.task ? of : undefined;',
    suites: [...simulation, ...interpreter],
  },
  {
    name: 'far-timer-forgotten',
    why: 'A timer beyond the window is not found again by a later poll.',
    file: 'src/engine/timer-queue.ts',
    find: 'const fromMs = this.#horizonMs;\n    this.#horizonMs = beforeMs;',
    plant: 'const fromMs = this.#horizonMs;\n    this.#horizonMs = beforeMs + 3_600_000;',
    suites: simulation,
  },
  {
    name: 'recovery-leaves-tasks',
    why: 'After a restart an execution with a task outside is taken for one that only waits.',
    file: 'src/engine/recovery.ts',
    find: 'await Promise.all(page.items.map(({ executionArn }) => recover(journal, resumption, executionArn)));',
    plant: '',
    suites: simulation,
  },
  {
    name: 'backoff-never-grows',
    why: 'The retry count never rises: that slips through any simulation and belongs in a unit table.',
    file: 'src/interpreter/retry-delay.ts',
    find: 'retrier.backoffRate ** retryCount',
    plant: 'retrier.backoffRate ** 0',
    suites: interpreter,
  },
];

function plant(bug) {
  const copy = mkdtempSync(join(tmpdir(), 'stepwell-planted-'));
  try {
    for (const path of ['src', 'test/simulation', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const file = join(copy, bug.file);
    const source = readFileSync(file, 'utf8');
    if (source.split(bug.find).length !== 2) return `its place is not there exactly once in ${bug.file}`;
    writeFileSync(
      file,
      source.replace(bug.find, () => bug.plant),
    );
    // What never ends is noticed by its time: the undisturbed suites need a tenth of it for each test.
    const args = ['vitest', 'run', '--bail', '1', '--testTimeout', '45000', ...bug.suites];
    const env = { ...process.env, STEPWELL_SEEDS: process.env.STEPWELL_SEEDS ?? '200' };
    const result = spawnSync('npx', args, { cwd: copy, env, stdio: 'ignore', timeout: 300_000 });
    return result.status === 0 ? 'nobody noticed' : undefined;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
let missed = 0;
for (const bug of BUGS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const fault = plant(bug);
  if (fault) missed++;
  console.log(`${fault ? `MISSED (${fault})` : 'caught'}  ${bug.name}: ${bug.why}`);
}
console.log(`${BUGS.length - missed} passed, ${missed} failed`);
process.exit(missed === 0 ? 0 : 1);
