/**
 * The command lines of an example's README, run as printed: every block marked `sh`, in one shell, in the repository's root.
 * `stepwell` is this repository's; nothing else is set but where the server is. A folder of the run's own stands for `/tmp`, and a free port for
 * the one that is printed: what else runs on this machine may have those. Whatever goes on in the background ends with the shell.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCli, isUsable } from '../needed-programs.ts';
import { examples } from './example-bench.ts';
import { freePort } from './postgres-cluster.ts';

const root = new URL('../../', import.meta.url).pathname;

/** Without the AWS CLI the READMEs are left out, but never on CI. */
export const readmesCanRun = isUsable(awsCli);

export interface ReadmeRun {
  readonly code: number | null;
  /** Both streams as a reader would see them. */
  readonly text: string;
}

/** `variables` are those that the README tells its reader to have. */
export async function runReadme(
  example: string,
  url: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ReadmeRun> {
  const readme = readFileSync(join(examples, example, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);
  if (blocks.length === 0) throw new Error(`${example}/README.md has no block marked sh`);
  const tools = mkdtempSync(join(tmpdir(), 'stepwell-readme-'));
  try {
    const stepwell = join(tools, 'stepwell');
    writeFileSync(stepwell, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli/main.js')}' "$@"\n`);
    chmodSync(stepwell, 0o755);
    const port = String(await freePort());
    const lines = blocks.join('\n').replaceAll('/tmp/', `${tools}/`).replaceAll('localhost:8000', `localhost:${port}`);
    const script = `trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\nset -euo pipefail\nset -x\n${lines}`;
    return await runScript(script, tools, { PORT: port, ...variables, AWS_ENDPOINT_URL: url });
  } finally {
    rmSync(tools, { recursive: true, force: true });
  }
}

async function runScript(
  script: string,
  tools: string,
  variables: Readonly<Record<string, string>>,
): Promise<ReadmeRun> {
  const plain = Object.entries(process.env).filter(([name]) => !/^(AWS_|VITEST|NODE_)/.test(name));
  const child = spawn('bash', ['-c', script], {
    cwd: root,
    env: { ...Object.fromEntries(plain), ...variables, PATH: `${tools}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
