/** A server, an example deployed to it by the CLI, and official clients that talk to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { type CliResult, runCli } from '../integration/run-cli.ts';
import { startServer } from '../integration/server-process.ts';

export interface ExecutionReport {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface ExampleBench {
  readonly url: string;
  /** For the constructor of any SDK client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The variables under which AWS tools find the server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Deploys a folder of `examples/` and resolves with the stack's outputs. */
  deploy(example: string, ...args: string[]): Promise<Readonly<Record<string, string>>>;
  /** `stepwell run`, to the execution's end. */
  run(machine: string, input?: unknown): Promise<{ code: number | null; execution: ExecutionReport }>;
  cli(...args: string[]): Promise<CliResult>;
  describe(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  history(executionArn: string): Promise<HistoryEvent[]>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const examples = new URL('../../examples/', import.meta.url).pathname;

export async function startBench(): Promise<ExampleBench> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-example-'));
  const server = await startServer({ dataDir: folder });
  const credentials = { accessKeyId: 'stepwell', secretAccessKey: 'stepwell' };
  const client = { endpoint: server.url, region: 'us-east-1', credentials };
  const sfn = new SFNClient(client);
  const cli = (...args: string[]): Promise<CliResult> => runCli([...args, '--endpoint', server.url]);
  const stop = async (): Promise<void> => {
    await server.interrupt();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    url: server.url,
    client,
    environment: await environmentOf(server.url),
    cli,
    async deploy(example, ...args) {
      const deployed = await cli('deploy', join(examples, example), '--json', ...args);
      if (deployed.code !== 0) throw new Error(`deploy ${example}: ${deployed.stderr}`);
      const { outputs } = JSON.parse(deployed.stdout) as { outputs: Record<string, { value: string }> };
      return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.value]));
    },
    async run(machine, input = {}) {
      const { code, stdout, stderr } = await cli('run', machine, '--json', '--input', JSON.stringify(input));
      if (stdout === '') throw new Error(`run ${machine}: ${stderr}`);
      return { code, execution: JSON.parse(stdout) as ExecutionReport };
    },
    describe: (executionArn) => sfn.send(new DescribeExecutionCommand({ executionArn })),
    async history(executionArn) {
      const events: HistoryEvent[] = [];
      for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 1_000 }, { executionArn }))
        events.push(...page.events!);
      return events;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function environmentOf(url: string): Promise<Record<string, string>> {
  const { stdout } = await runCli(['env', '--json', '--endpoint', url]);
  return JSON.parse(stdout) as Record<string, string>;
}

/** How long an execution took by the times that it tells itself. */
export function durationMs(execution: DescribeExecutionCommandOutput): number {
  return execution.stopDate!.getTime() - execution.startDate!.getTime();
}
