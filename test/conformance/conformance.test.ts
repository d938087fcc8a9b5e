/**
 * What AWS was recorded to do, done again by a real server. A case that passed when `passing.json` was written must pass for ever;
 * `scripts/update-conformance.mjs` writes the list anew. Without the corpus there is nothing to run, and the suite says so.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../integration/server-process.ts';
import { boto3, isUsable } from '../needed-programs.ts';
import { type CaseResult, findCorpus, runCorpus } from './corpus.ts';
import { figuresOf, lost, type Passing, passingOf, tableOf } from './figures.ts';

const passingFile = new URL('./passing.json', import.meta.url).pathname;
const figuresFile = new URL('./figures.json', import.meta.url).pathname;
const isUpdate = process.env['STEPWELL_CONFORMANCE_UPDATE'] === '1';
const corpus = findCorpus();

if ('missing' in corpus) {
  test(`nothing to run: ${corpus.missing}`, () => {
    expect(corpus.missing).not.toBe('');
  });
} else if (isUsable(boto3)) {
  test('what passed before passes', { timeout: 600_000 }, async () => {
    const before = isUpdate ? { outcome: [], detail: [] } : (JSON.parse(readFileSync(passingFile, 'utf8')) as Passing);
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-conformance-data-'));
    const server = await startServer({ dataDir: join(folder, 'data'), args: ['--log-level', 'error'] });
    try {
      const results = await runWithRetry(corpus.runner, server.url, before);
      console.log(tableOf(figuresOf(results)));
      if (isUpdate) write(results);
      else tellOfGains(results, before);
      expect(lost(results, before).map(explain)).toEqual([]);
    } finally {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** What fails is tried once more by itself: timing on a busy machine is no verdict. */
async function runWithRetry(runner: string, url: string, before: Passing): Promise<readonly CaseResult[]> {
  const first = await runCorpus(runner, url, { concurrency: 4 });
  const doubtful = isUpdate ? first.filter(isMiss) : lost(first, before);
  if (doubtful.length === 0) return first;
  const again = await runCorpus(runner, url, { ids: doubtful.map(({ id }) => id), concurrency: isUpdate ? 4 : 1 });
  const second = new Map(again.map((result) => [result.id, result]));
  return first.map((result) => second.get(result.id) ?? result);
}

function isMiss({ outcome, detail }: CaseResult): boolean {
  return outcome === 'FAIL' || detail === 'FAIL';
}

function explain({ id, outcome, outcomeDiff, detailDiff }: CaseResult): string {
  return `${id}: ${(outcome === 'FAIL' ? outcomeDiff : detailDiff).join('; ')}`;
}

function tellOfGains(results: readonly CaseResult[], before: Passing): void {
  const now = passingOf(results);
  const gained = now.outcome.length - before.outcome.length + now.detail.length - before.detail.length;
  if (gained > 0) console.log(`${gained} more verdicts pass than the list holds: run scripts/update-conformance.mjs`);
}

function write(results: readonly CaseResult[]): void {
  writeFileSync(passingFile, `${JSON.stringify(passingOf(results), null, 2)}\n`);
  writeFileSync(figuresFile, `${JSON.stringify(figuresOf(results), null, 2)}\n`);
}
