/** Who installs the package has no clone: it is packed and unpacked beside the libraries, and its examples are copied and run from there. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../src/testing/index.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;

let folder: string;

/** The unpacked package's command, in the folder where it lies. */
async function stepwell(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const main = join(folder, 'package/dist/cli/main.js');
    // The tests may themselves be run by npx, which `new` would take for its own caller.
    const env = { ...process.env, npm_command: '' };
    return { code: 0, ...(await run(process.execPath, [main, ...args], { cwd: folder, env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
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
  const { stdout: json } = await stepwell('new', '--json');
  expect((JSON.parse(json) as { name: string }[]).map(({ name }) => name)).toEqual(names);
});

test('a copy of an example deploys and runs', async () => {
  const copied = await stepwell('new', 'random-mean', 'x');
  expect(copied.stdout).toContain('random-mean is in x. Next:\n\n  cd x\n  npm install\n  stepwell start ');
  await using server = await startTestServer();
  const deployed = await stepwell('deploy', 'x', '--endpoint', server.url);
  expect(deployed.code, deployed.stderr).toBe(0);
  const ran = await stepwell('run', 'random-mean', '--input', '{"repetitions": 3}', '--json', '--endpoint', server.url);
  expect(ran.code, ran.stderr).toBe(0);
  const { output } = JSON.parse(ran.stdout) as { output: string };
  expect(JSON.parse(output)).toMatchObject({ files: 3, numbers: 300 });
});

test('wrong use is told in one line', async () => {
  const unknown = await stepwell('new', 'nothing');
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no example 'nothing'. There are: batch, "),
  });
  writeFileSync(join(folder, 'taken'), '');
  const taken = await stepwell('new', 'batch', 'taken');
  expect(taken).toMatchObject({ code: 2, stderr: 'stepwell: taken is a file: name a folder\n' });
  const full = await stepwell('new', 'batch', 'package');
  expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining('package is there already and not empty') });
  const demo = await stepwell('demo', '--port', '0');
  expect(demo.code).toBe(2);
  expect(demo.stderr).toContain("'stepwell new batch && cd batch && npm install', then 'stepwell demo .'");
  expect(demo.stderr.trim().split('\n')).toHaveLength(1);
});
