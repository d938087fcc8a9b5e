/** Runs the recorded conformance cases against a server: the corpus brings its own runner, a Python program that speaks through boto3. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What came of a case: `detail` is null where only the outcome is compared. */
export interface CaseResult {
  readonly id: string;
  readonly area: string;
  readonly outcome: 'PASS' | 'FAIL';
  readonly detail: 'PASS' | 'FAIL' | null;
  readonly outcomeDiff: readonly string[];
  readonly detailDiff: readonly string[];
}

const beside = new URL('../../../shared/conformance', import.meta.url).pathname;

/** The runner, or why there is none here: the corpus does not belong to the repository. @throws if a corpus was named that is not there. */
export function findCorpus(): { readonly runner: string } | { readonly missing: string } {
  const named = process.env['STEPWELL_CONFORMANCE'];
  const runner = join(named ?? beside, 'run_corpus.py');
  if (existsSync(runner)) return { runner };
  if (named !== undefined) throw new Error(`There is no corpus at ${named}, which STEPWELL_CONFORMANCE names`);
  return { missing: 'no corpus: STEPWELL_CONFORMANCE names its folder' };
}

/** Runs all cases, or those with one of these ids. */
export async function runCorpus(
  runner: string,
  endpoint: string,
  options: { readonly ids?: readonly string[]; readonly concurrency: number },
): Promise<readonly CaseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-conformance-'));
  const report = join(folder, 'report.json');
  const args = ['--endpoint', endpoint, '--quiet', '--concurrency', String(options.concurrency), '--json', report];
  if (options.ids) args.push('--filter', `^(${options.ids.map(escapePattern).join('|')})$`);
  try {
    const output = await run('python3', [runner, ...args]);
    if (!existsSync(report)) throw new Error(`the runner of the corpus wrote no report: ${output}`);
    const { results } = JSON.parse(readFileSync(report, 'utf8')) as { results: readonly CaseResult[] };
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function escapePattern(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_]/g, '\\$&');
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-10_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
