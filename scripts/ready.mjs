#!/usr/bin/env node
/**
 * Makes a fresh clone ready: installs what package-lock.json names and builds `dist/`, each only when something changed since last time.
 * Plain JavaScript without dependencies, because it runs before there are any. Then it runs the command given after `--`, if any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const marks = join(root, 'node_modules', '.stepwell');

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Does `work` unless it was done for the same content before. */
function once(name, content, work) {
  const mark = join(marks, name);
  const wanted = createHash('sha256').update(content).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  work();
  mkdirSync(marks, { recursive: true });
  writeFileSync(mark, wanted);
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

/** Names, sizes and times: enough to notice a change without reading everything. */
function fingerprint(folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => [...sources(join(root, folder))])
    .map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

once('installed', readFileSync(join(root, 'package-lock.json')), () => {
  console.error('Installing dependencies …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']);
});
if (!existsSync(join(root, 'dist', 'cli', 'main.js'))) rmSync(join(marks, 'built'), { force: true });
once('built', fingerprint(['src', 'console/src']), () => {
  console.error('Building …');
  run('npm', ['run', '--silent', 'build']);
});

const separator = process.argv.indexOf('--');
if (separator > 0) {
  const [command, ...args] = process.argv.slice(separator + 1);
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
