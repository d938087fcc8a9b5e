/** The AWS CLI walks through every service with nothing set but what `stepwell env` prints. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { awsCli, isUsable } from '../needed-programs.ts';
import { walks } from './awscli/walks.ts';
import { runCli } from './run-cli.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Without the AWS CLI there is nothing to run, but never on CI. */
const canRun = isUsable(awsCli);

let folder: string;
let server: ServerProcess;
let exports: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-awscli-'));
  server = await startServer({ dataDir: join(folder, 'data') });
  exports = (await runCli(['env', '--endpoint', server.url])).stdout;
});
afterAll(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Version 1 of the AWS CLI has host names of its own for SQS, which it takes before `AWS_ENDPOINT_URL`, though not before `--endpoint-url`. Nothing here could
 * change that; version 2 needs only the variable.
 */
const sqs = 'sqs() { aws --endpoint-url "$AWS_ENDPOINT_URL" sqs "$@"; }';

async function walk(script: string): Promise<{ code: number | null; lines: string[]; errors: string }> {
  const plain = Object.entries(process.env).filter(([name]) => !/^(AWS_|VITEST|NODE_)/.test(name));
  const child = spawn('bash', ['-c', `${exports}\nset -eu\n${sqs}\n${script}`], {
    cwd: mkdtempSync(join(folder, 'walk-')),
    env: { ...Object.fromEntries(plain), HOME: folder, AWS_PAGER: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: output.trimEnd().split('\n'), errors };
}

test.skipIf(!canRun).concurrent.for(walks)('$service', { timeout: 900_000 }, async ({ script, prints }, { expect }) => {
  const { code, lines, errors } = await walk(script);
  const told = `${lines.join('\n')}\n${errors}`;
  expect(code, told).toBe(0);
  expect(lines, told).toEqual(prints.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))));
});
