import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FunctionBench, isAlive, untilGone } from './function-bench.testing.ts';

const benches: FunctionBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

function open(options: ConstructorParameters<typeof FunctionBench>[0] = {}): FunctionBench {
  const bench = new FunctionBench(options);
  benches.push(bench);
  return bench;
}

const SLOW = 'exports.handler = async (e) => { await new Promise((r) => setTimeout(r, e.ms)); return process.pid; };';

test('handlers that wait run side by side, up to the limit', async () => {
  const bench = open({ maxConcurrency: 6 });
  // None of them ends before six have begun, however long it takes to start a process.
  const spec = bench.node(
    `const { mkdirSync, readdirSync } = require('fs');
     exports.handler = async ({ folder }) => {
       mkdirSync(folder + '/' + process.pid, { recursive: true });
       while (readdirSync(folder).length < 6) await new Promise((r) => setTimeout(r, 10));
       return process.pid; };`,
    { timeoutMs: 50_000 },
  );
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-side-by-side-'));
  const answers = await Promise.all(Array.from({ length: 12 }, () => bench.invoke(spec, { folder })));
  rmSync(folder, { recursive: true });
  expect(new Set(answers.map(({ value }) => value)).size).toBe(6);
});

test('quick handlers do not multiply', async () => {
  const bench = open({ eagerProcesses: 2 });
  const spec = bench.node(SLOW.replace('await new Promise((r) => setTimeout(r, e.ms));', ''));
  const answers = await Promise.all(Array.from({ length: 400 }, () => bench.invoke(spec)));
  expect(new Set(answers.map(({ value }) => value)).size).toBeLessThan(10);
});

test('invocations queue in order behind a concurrency of one', async () => {
  const bench = open();
  const spec = bench.node('let n = 0; exports.handler = async (e) => [e.n, n++];', { concurrency: 1 });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => bench.invoke(spec, { n })));
  expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, n) => [n, n]));
});

test("a function takes the place of another one's idle process", async () => {
  const bench = open({ maxProcesses: 1 });
  const [one, two] = [bench.node(SLOW), bench.node(SLOW)];
  const first = (await bench.invoke(one, { ms: 0 })).value as number;
  const second = (await bench.invoke(two, { ms: 0 })).value as number;
  await untilGone(first);
  expect(isAlive(second)).toBe(true);
  const both = await Promise.all([
    bench.invoke(one, { ms: 20 }),
    bench.invoke(two, { ms: 20 }),
    bench.invoke(one, { ms: 20 }),
  ]);
  expect(both.every(({ functionError }) => functionError === undefined)).toBe(true);
});

test('idle processes end', async () => {
  const bench = open({ idleMs: 50 });
  const spec = bench.node(SLOW);
  const pid = (await bench.invoke(spec, { ms: 0 })).value as number;
  await untilGone(pid);
  expect((await bench.invoke(spec, { ms: 0 })).value).not.toBe(pid);
});

test('the caller of an aborted invocation is let go; what waits is dropped, what runs goes on', async () => {
  const bench = open();
  const spec = bench.node(
    'let n = 0; exports.handler = async (e) => { await new Promise((r) => setTimeout(r, e.ms)); return ++n; };',
    {
      concurrency: 1,
    },
  );
  await bench.invoke(spec, { ms: 0 });
  const abort = new AbortController();
  const call = (requestId: string) =>
    bench.runner.invoke({ spec, payload: '{"ms":100}', requestId, signal: abort.signal });
  const running = call('r1');
  const waiting = call('r2');
  const last = bench.invoke(spec, { ms: 0 });
  abort.abort(new Error('gone'));
  await expect(running).rejects.toThrow('gone');
  await expect(waiting).rejects.toThrow('gone');
  await expect(call('r3')).rejects.toThrow('gone');
  expect((await last).value).toBe(3);
});

test('stop ends everything at once and lets nobody wait', async () => {
  const bench = open();
  const spec = bench.node(SLOW, { concurrency: 1 });
  const pid = (await bench.invoke(spec, { ms: 0 })).value as number;
  const running = bench.invoke(spec, { ms: 60_000 });
  const waiting = bench.invoke(spec, { ms: 60_000 });
  const refused = [expect(waiting).rejects.toThrow('stopped'), expect(running).rejects.toThrow('stopped')];
  await bench.runner.stop();
  await Promise.all(refused);
  await untilGone(pid);
  await expect(bench.invoke(spec)).rejects.toThrow('stopped');
});

test('a server that is killed leaves no process behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-guardian-'));
  const script = join(folder, 'server.mjs');
  // The guardian alone, without the runner around it: plain JavaScript that any Node can start.
  writeFileSync(
    script,
    `import { spawn } from 'node:child_process';
     import { ProcessGuardian } from ${JSON.stringify(await compiled('process-guardian.ts', folder))};
     const guardian = new ProcessGuardian();
     const pids = Array.from({ length: 3 }, () => {
       const child = spawn('/bin/sh', ['-c', 'sleep 600 & sleep 600'], { detached: true, stdio: 'ignore' });
       guardian.begins(child.pid); return child.pid; });
     guardian.ends(pids[1]);
     process.send(pids);`,
  );
  const server = fork(script);
  const pids = await new Promise<number[]>((resolve) =>
    server.once('message', (message) => resolve(message as number[])),
  );
  server.kill('SIGKILL');
  await untilGone(pids[0]!);
  await untilGone(pids[2]!);
  expect(isAlive(pids[1]!)).toBe(true);
  process.kill(-pids[1]!, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

async function compiled(name: string, folder: string): Promise<string> {
  const { build } = await import('esbuild');
  const outfile = join(folder, name.replace('.ts', '.mjs'));
  await build({
    entryPoints: [join(import.meta.dirname, name)],
    outfile,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return outfile;
}
