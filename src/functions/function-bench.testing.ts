/** A runner over functions whose source stands in the test, for suites that start real processes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFunctionRunner, type FunctionRunnerOptions } from './create-function-runner.ts';
import type { FunctionRunner, FunctionSpec, InvocationResult, LogLine } from './function-runner.ts';

export interface Answer extends InvocationResult {
  readonly requestId: string;
  /** The payload, parsed. */
  readonly value: unknown;
}

export class FunctionBench {
  readonly runner: FunctionRunner;
  readonly lines: LogLine[] = [];
  readonly #root = mkdtempSync(join(tmpdir(), 'stepwell-functions-'));
  #functions = 0;
  #requests = 0;

  constructor(options: Partial<FunctionRunnerOptions> = {}) {
    this.runner = createFunctionRunner({
      inheritedEnvironment: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      onLog: (line) => this.lines.push(line),
      ...options,
    });
  }

  /** A function of these files, by path, with `index.handler` or `handler.handler`. */
  define(runtime: string, files: Readonly<Record<string, string>>, more: Partial<FunctionSpec> = {}): FunctionSpec {
    const functionName = `f${++this.#functions}`;
    const codeDir = join(this.#root, functionName);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(codeDir, name)), { recursive: true });
      writeFileSync(join(codeDir, name), text, { mode: 0o755 });
    }
    return {
      functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
      functionName,
      version: '$LATEST',
      runtime,
      handler: runtime.startsWith('python') ? 'handler.handler' : 'index.handler',
      codeDir,
      revisionId: 'r1',
      timeoutMs: 10_000,
      memoryMb: 256,
      environment: {},
      ...more,
    };
  }

  node(source: string, more: Partial<FunctionSpec> = {}): FunctionSpec {
    return this.define('nodejs20.x', { 'index.js': source }, more);
  }

  python(source: string, more: Partial<FunctionSpec> = {}): FunctionSpec {
    return this.define('python3.12', { 'handler.py': source }, more);
  }

  async invoke(
    spec: FunctionSpec,
    event: unknown = {},
    more: { readonly clientContext?: string } = {},
  ): Promise<Answer> {
    const requestId = `00000000-0000-4000-8000-${String(++this.#requests).padStart(12, '0')}`;
    const result = await this.runner.invoke({ spec, payload: JSON.stringify(event), requestId, ...more });
    return { ...result, requestId, value: parsed(result.payload) };
  }

  async close(): Promise<void> {
    await this.runner.stop();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A killed process that nobody has collected yet counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Resolves once the process is gone; a test that waits in vain times out. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise(setImmediate);
}
