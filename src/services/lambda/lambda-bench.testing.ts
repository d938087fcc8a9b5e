/** A Lambda service over memory records and a real runner, with packages made in the test. */
import { type Zippable, zipSync } from 'fflate';
import { createFunctionRunner } from '../../functions/create-function-runner.ts';
import { ApiError, type OperationContext } from '../../gateway/operation.ts';
import { MemoryRecords } from '../../store/memory-records.ts';
import type { Records } from '../../store/records.ts';
import { FunctionLogs } from './function-logs.ts';
import { createLambdaService, type LambdaService, type LambdaServiceOptions } from './lambda-service.ts';

const ECHO = 'exports.handler = async (event) => event;';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into member by member.
export type Output = any;

export class LambdaBench {
  readonly records: Records;
  readonly logs = new FunctionLogs();
  readonly runner;
  readonly service: LambdaService;

  constructor(options: Partial<LambdaServiceOptions> = {}) {
    this.records = options.records ?? new MemoryRecords();
    this.runner =
      options.runner ??
      createFunctionRunner({
        inheritedEnvironment: { PATH: process.env['PATH'] },
        onLog: (line) => this.logs.write(line),
      });
    this.service = createLambdaService({ records: this.records, runner: this.runner, ...options });
  }

  async call(operation: string, input: object = {}, context: Partial<OperationContext> = {}): Promise<Output> {
    const run = this.service.operations[operation];
    if (!run) throw new Error(`There is no operation ${operation}`);
    return run(input, {
      region: 'us-east-1',
      account: '000000000000',
      requestId: crypto.randomUUID(),
      signal: new AbortController().signal,
      baseUrl: 'http://127.0.0.1:4566',
      headers: {},
      ...context,
    });
  }

  /** The error that a call ends with: `CODE: message`. */
  async refusal(operation: string, input: object = {}): Promise<string> {
    try {
      await this.call(operation, input);
    } catch (error) {
      if (error instanceof ApiError) return `${error.status} ${error.code}: ${error.message}`;
      throw error;
    }
    return 'no error';
  }

  create(FunctionName: string, more: object = {}): Promise<Output> {
    return this.call('CreateFunction', createInput(FunctionName, more));
  }

  /** Payload of a synchronous invocation, parsed. */
  async invoke(FunctionName: string, event: unknown = {}, more: object = {}): Promise<Output> {
    const { Payload } = await this.call('Invoke', { FunctionName, Payload: JSON.stringify(event), ...more });
    return JSON.parse(Payload);
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.runner.stop();
  }
}

export function createInput(FunctionName: string, more: object = {}): object {
  return {
    FunctionName,
    Runtime: 'nodejs20.x',
    Role: 'arn:aws:iam::000000000000:role/r',
    Handler: 'index.handler',
    Code: { ZipFile: zipOf({ 'index.js': ECHO }) },
    ...more,
  };
}

export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  const entries: Zippable = {};
  for (const [name, text] of Object.entries(files)) entries[name] = Buffer.from(text);
  return zipSync(entries, { mtime: new Date('2024-01-01') });
}

export function source(text: string): { ZipFile: Uint8Array } {
  return { ZipFile: zipOf({ 'index.js': text }) };
}
