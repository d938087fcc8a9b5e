/** Who installs the package has no clone: it is packed and unpacked beside the libraries, and its examples are copied and run from there. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;
/** The tests may themselves be run by npx, which `new` would take for its own caller. */
const env = { ...process.env, npm_command: '' };

let folder: string;
const main = (): string => join(folder, 'package/dist/cli/main.js');

/** The unpacked package's command, in the folder where it lies. */
async function stepwell(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run(process.execPath, [main(), ...args], { cwd: folder, env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

/** The unpacked package's server, in memory. */
async function startServer(): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const args = [main(), 'start', '--ephemeral', '--json', '--port', '0'];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`the server ended with code ${code}`)));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  ended.catch(() => {});
  return {
    url: (JSON.parse(line as string) as { url: string }).url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT');
      await exited;
    },
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'stepwell-installed-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  await run('tar', ['-xzf', tarball], { cwd: folder });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => {
  // The link by itself, lest anything follows it.
  if (existsSync(join(folder, 'node_modules'))) unlinkSync(join(folder, 'node_modules'));
  rmSync(folder, { recursive: true, force: true });
});

test('the package holds the examples, and nothing that tests or tools have left in them', () => {
  const files = readdirSync(join(folder, 'package/examples'), { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(['batch/data/sales.csv', 'random-mean/database/template.yaml']));
  const left = /\.test\.ts$|(^|\/)(node_modules|\.build|\.aws-sam|\.stepwell|cdk\.out|package-lock\.json)(\/|$)/;
  expect(files.filter((file) => left.test(file))).toEqual([]);
});

test('new lists the examples, each with a line', async () => {
  const { stdout } = await stepwell('new');
  expect(stdout).toMatch(/^batch {2,}A CSV of any size.*\n/);
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(names).toEqual(['batch', 'http-processing', 'quality-control', 'random-mean', 'table-map']);
});

test('a copy of an example deploys and runs', async () => {
  const copied = await stepwell('new', 'random-mean', 'x');
  expect(copied.stdout).toContain('random-mean is in x. Next:\n\n  cd x\n  npm install\n  stepwell start ');
  await using server = await startServer();
  const deployed = await stepwell('deploy', 'x', '--endpoint', server.url);
  expect(deployed.code, deployed.stderr).toBe(0);
  const ran = await stepwell('run', 'random-mean', '--input', '{"repetitions": 3}', '--json', '--endpoint', server.url);
  expect(ran.code, ran.stderr).toBe(0);
  const { output } = JSON.parse(ran.stdout) as { output: string };
  expect(JSON.parse(output)).toMatchObject({ files: 3, numbers: 300 });
});
