/** `npm start` as its user has it: Ctrl-C at any time, and the next start goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;
const root = new URL('../..', import.meta.url).pathname;
const ROWS = '1500';

class Demo {
  readonly #child: ChildProcess;
  readonly #exited: Promise<[code: number | null]>;
  #printed = '';
  #waiting: (() => void)[] = [];

  constructor(dataDir: string) {
    const args = [main, 'demo', '--rows', ROWS, '--port', '0', '--data-dir', dataDir];
    this.#child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#child, 'close') as Promise<[number | null]>;
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#printed += text;
        for (const told of this.#waiting.splice(0)) told();
      });
    }
    void this.#exited.then(() => {
      for (const told of this.#waiting.splice(0)) told();
    });
  }

  async until(words: RegExp): Promise<void> {
    while (!words.test(this.#printed)) {
      if (this.#child.exitCode !== null) throw new Error(`ended before it said ${words}:\n${this.#printed}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async interrupt(): Promise<{ readonly code: number | null; readonly printed: string }> {
    this.#child.kill('SIGINT');
    const [code] = await this.#exited;
    return { code, printed: this.#printed };
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

let folder: string;
const demos: Demo[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-demo-'));
});
afterAll(() => {
  for (const demo of demos) demo.kill();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Demo {
  const demo = new Demo(join(folder, 'data'));
  demos.push(demo);
  return demo;
}

test.each([
  ['before anything is dropped', /Stepwell is ready/],
  ['while functions start', /rows dropped/],
  ['in the middle of the rows', /[1-9][\d,]*\/1,500/],
])('Ctrl-C %s ends it, and nothing breaks', async (_when, words) => {
  const demo = start();
  await demo.until(words);
  const { code, printed } = await demo.interrupt();
  expect(printed).toContain('Stopping …');
  expect(printed).not.toMatch(/panicked|Error/);
  expect(code).toBe(0);
});

test('the next start goes on with the batch', async () => {
  const demo = start();
  await demo.until(/Still serving/);
  const { code, printed } = await demo.interrupt();
  expect(printed).toMatch(/Going on with sales-\w+, which was not finished/);
  expect(printed).toMatch(/1,500 rows in .*: [\d,]+ merged, \d+ rejected/);
  expect(code).toBe(0);
});
