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
const nested = ['test/simulation/nested-executions.test.ts'];
const mapRuns = ['test/simulation/map-run-simulation.test.ts'];

/** `find` is replaced by `plant` once in `file`; `suites` must fail then. */
const BUGS = [
  {
    name: 'dispatch-before-commit',
    why: 'A command goes out before its step is durable: after a lost commit it was never asked for.',
    file: 'src/engine/live-execution.ts',
    find: '      await this.#write(step, turn.commands);',
    plant: '      this.#acknowledge(batch, turn, record);\n      await this.#write(step, turn.commands);',
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
    name: 'done-item-runs-again',
    why: 'After a crash a map run does not know which of its items are done: their side effects happen twice.',
    file: 'src/map-run/map-run.ts',
    find: 'return this.#tally.hasEnded(index);',
    plant: 'return this.#running.size < 0;',
    suites: mapRuns,
  },
  {
    name: 'map-run-ends-before-its-rows',
    why: 'A map run concludes from what is in memory: the rows of its last children are not on disk yet, and its results lack them.',
    file: 'src/map-run/map-run.ts',
    find: '    while (this.#running.size > 0 && !this.#options.isClosed()) await this.#change();\n    await this.#log.written();',
    plant: '    while (this.#running.size > 0 && !this.#options.isClosed()) await this.#change();',
    suites: mapRuns,
  },
  {
    name: 'lost-row-taken-for-written',
    why: 'A write of rows that failed is not tried again: those items are counted, and their results are gone.',
    file: 'src/map-run/until-durable.ts',
    find: 'const delayMs =',
    plant: 'return;\n      const delayMs =',
    suites: mapRuns,
  },
  {
    name: 'redrive-trusts-the-clock',
    why: 'The clock was set back: what failed before a redrive looks as if it had failed after it, and does not run again.',
    file: 'src/map-run/map-run-record.ts',
    find: 'Math.max(nowMs, stopMs + 1, (latestStopMs ?? 0) + 1)',
    plant: 'nowMs',
    suites: mapRuns,
  },
  {
    name: 'cancelled-run-stays-open',
    why: 'The parent was stopped, and its map run is not: children go on for nobody.',
    file: 'src/map-run/create-map-runs.ts',
    find: 'if (live) live.run.cancel();',
    plant: 'if (live) return;',
    suites: mapRuns,
  },
  {
    name: 'abandoned-run-survives-a-crash',
    why: 'A map run that nobody awaits is taken for awaited after a crash, because its parent runs: its children go on for ever.',
    file: 'src/engine/durable-engine.ts',
    find: "return outstanding.some((command) => command.type === 'StartMapRun' && command.mapRunArn === mapRunArn);",
    plant: 'return outstanding.length >= 0;',
    suites: mapRuns,
  },
  {
    name: 'cancellation-lost-with-its-acknowledgement',
    why: 'The word that a step was written got lost, and with it the command that stops the map run of a stopped parent.',
    file: 'src/engine/command-dispatch.ts',
    find: 'host.mapRuns.retain(executionArn, mapRuns);',
    plant: 'void mapRuns;',
    suites: mapRuns,
  },
  {
    name: 'job-goes-on-after-a-crash',
    why: 'The server dies after the step that leaves a child execution, and before the child is told: it goes on for nobody.',
    file: 'src/engine/job-cancellations.ts',
    find: 'const cancelled = commands.filter(isJobCancellation);',
    plant: 'const cancelled = commands.filter(isJobCancellation).slice(commands.length);',
    suites: nested,
  },
  {
    name: 'job-goes-on-after-a-lost-acknowledgement',
    why: 'The word that a step was written got lost, and with it the command that stops the child execution that the step left.',
    file: 'src/engine/live-execution.ts',
    find: '      this.#dispatch.dispatch(fold, turn.commands.filter(isJobCancellation));',
    plant: '',
    suites: nested,
  },
  {
    name: 'awaited-job-cancelled',
    why: 'The server dies before the step that leaves a child execution is written, and the child is stopped though it is awaited.',
    file: 'src/engine/job-cancellations.ts',
    find: 'interpreter.awaitsTask(state, command.taskId)) return;',
    plant: 'interpreter.awaitsTask(state, command.taskId)) void 0;',
    suites: nested,
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

/** What the suites need, in a folder of its own; a bug is planted there. */
const PARTS = [
  'src',
  'test/simulation',
  'test/seeded-fast-check.ts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** Whether the suites pass, with the bug if there is one; `undefined` when its place is gone. */
function passes(suites, bug) {
  const copy = mkdtempSync(join(tmpdir(), 'stepwell-planted-'));
  try {
    for (const path of PARTS) cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    if (bug) {
      const file = join(copy, bug.file);
      const source = readFileSync(file, 'utf8');
      if (source.split(bug.find).length !== 2) return undefined;
      writeFileSync(
        file,
        source.replace(bug.find, () => bug.plant),
      );
    }
    // What never ends is noticed by its time: the undisturbed suites need a tenth of it for each test.
    const args = ['vitest', 'run', '--bail', '1', '--testTimeout', '45000', ...suites];
    const env = { ...process.env, STEPWELL_SEEDS: process.env.STEPWELL_SEEDS ?? '200' };
    return spawnSync('npx', args, { cwd: copy, env, stdio: 'ignore', timeout: 300_000 }).status === 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function faultOf(bug) {
  switch (passes(bug.suites, bug)) {
    case undefined:
      return `its place is not there exactly once in ${bug.file}`;
    case true:
      return 'nobody noticed';
    default:
      return undefined;
  }
}

const names = process.argv.slice(2);
const wanted = BUGS.filter(({ name }) => names.length === 0 || names.includes(name));
// Suites that fail anyway catch nothing.
const suites = [...new Set(wanted.flatMap((bug) => bug.suites))];
if (!passes(suites)) {
  console.error(`Without any bug these suites do not pass: ${suites.join(', ')}`);
  process.exit(2);
}
let missed = 0;
for (const bug of wanted) {
  const fault = faultOf(bug);
  if (fault) missed++;
  console.log(`${fault ? `MISSED (${fault})` : 'caught'}  ${bug.name}: ${bug.why}`);
}
console.log(`${wanted.length - missed} caught, ${missed} missed`);
process.exit(missed === 0 ? 0 : 1);
