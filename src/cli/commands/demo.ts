import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createStepwell, type Stepwell } from '../../server/stepwell.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import { asTyped } from '../as-typed.ts';
import { CliError } from '../cli-error.ts';
import { Client, type WireStack } from '../client.ts';
import { deployProject } from '../deploy-project.ts';
import { followExecution } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { counted } from '../map-run-progress.ts';
import { createOutput, type Output, seconds } from '../output.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { awaitedBatch, type DemoServer, dropFile, followBatch, runningBatch } from './demo-batch.ts';
import { type BatchResult, reportText, type WireMail } from './demo-report.ts';
import { CHECKED_IN_ROWS, salesFile } from './demo-sales.ts';
import { addServerOptions, type StartOptions, serverOptions } from './start.ts';

interface DemoOptions extends StartOptions {
  readonly rows: string;
  readonly distributed?: boolean;
}

const HELP = `
Drops a file of sales into a bucket. Each row is validated, enriched and merged in parallel; rows that are bad go to an error table with their
reasons; a mail brings the link to the result. Kill it in the middle and start it again: the batch goes on.

Examples:
  $ stepwell new batch && cd batch && npm install
  $ stepwell demo .
  $ stepwell demo . --rows 100000 --distributed
`;

const EXAMPLE = 'examples/batch';

export function addDemoCommand(program: Command): void {
  addServerOptions(
    program.command('demo').description('start the server, run the batch example with its progress, and keep serving'),
  )
    .argument('[folder]', `the batch example or a copy of it (default: ${EXAMPLE}, if that is there)`)
    .option('--rows <n>', 'how many rows the file has', String(CHECKED_IN_ROWS))
    .option('--distributed', 'as one Distributed Map with batches, instead of an execution for each chunk')
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, options: DemoOptions, command: Command) => {
      const { json } = globalOptions(command);
      const output = createOutput(json);
      const rows = Number(options.rows);
      if (!Number.isInteger(rows) || rows < 0)
        throw new CliError(`--rows takes a whole number, not '${options.rows}'`, { exitCode: 2 });
      const folder = resolve(given ?? exampleHere());
      const startedMs = Date.now();
      const server = createStepwell(serverOptions(options));
      await server.start();
      const interrupted = untilInterrupted();
      const stopping = new AbortController();
      try {
        output.note(`Stepwell is ready at ${server.url} (${seconds(Date.now() - startedMs)})`);
        const { signal } = stopping;
        const work = runBatch(server, { folder, rows, isDistributed: options.distributed, signal }, output);
        // What the end of the server does to a batch under way is no news.
        work.catch(() => {});
        await Promise.race([work, interrupted]);
        await interrupted;
        output.note('Stopping …');
      } finally {
        // Whoever draws a batch would keep the process alive that no longer runs it.
        stopping.abort();
        await server.stop();
      }
    });
}

/** In a clone of the repository the example is at hand. */
function exampleHere(): string {
  if (existsSync(EXAMPLE)) return EXAMPLE;
  const copying = asTyped('stepwell new batch && cd batch && npm install');
  throw new CliError(
    `There is no ${EXAMPLE} here. Copy the example with '${copying}', then '${asTyped('stepwell demo .')}'`,
    { exitCode: 2 },
  );
}

interface BatchOptions {
  readonly folder: string;
  readonly rows: number;
  readonly isDistributed: boolean | undefined;
  /** Aborted when the server is about to stop. */
  readonly signal: AbortSignal;
}

/** How a batch ended, in either form. */
interface Ended {
  readonly executionArn: string;
  readonly status: string;
  readonly durationMs: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

interface Demo extends BatchOptions {
  readonly server: Stepwell;
  readonly client: Client;
  readonly stack: WireStack;
  readonly output: Output;
  /** A batch that an earlier start left unfinished. */
  readonly running: ExecutionRecord | undefined;
}

async function runBatch(server: Stepwell, options: BatchOptions, output: Output): Promise<void> {
  const client = new Client(server.url);
  // Asked at once: it may be done before the example is deployed.
  const running = options.isDistributed ? undefined : await runningBatch(server.engine);
  const startedMs = Date.now();
  const { stack } = await deployProject(client, options.folder, { parameters: {} }, quiet(output));
  const resources = Object.keys(stack.resources).length;
  output.note(`${stack.stackName} is deployed: ${resources} resources (${seconds(Date.now() - startedMs)})`);
  const demo: Demo = { ...options, server, client, stack, output, running };
  const ended = await (options.isDistributed ? distributed(demo) : chunked(demo));
  if (ended.status === 'SUCCEEDED') await report(demo, ended);
  else output.print(`${ended.status} ${ended.executionArn}\n${ended.error ?? ''}: ${ended.cause ?? ''}`);
  output.note('\nStill serving. Ctrl-C stops it; the next start goes on with the same data.');
}

/** Remarks are shown as progress: there are forty resources. */
function quiet(output: Output): Output {
  return { ...output, note: (text) => output.progress(text.trim()), hasProgress: false };
}

async function chunked(demo: Demo): Promise<Ended> {
  const { engine } = demo.server;
  const unfinished =
    demo.running?.executionArn ?? (await awaitedBatch(batchServer(demo), 'input/sales.csv', 'batch', demo.signal));
  if (unfinished !== undefined) {
    demo.output.note(`\nGoing on with ${unfinished.slice(unfinished.lastIndexOf(':') + 1)}, which was not finished`);
  }
  const executionArn = unfinished ?? (await drop(demo, 'input', 'batch'));
  const record = await followBatch(engine, executionArn, demo.output, demo.signal);
  return { ...record, durationMs: (record.stopMs ?? Date.now()) - record.startMs };
}

async function distributed(demo: Demo): Promise<Ended> {
  const executionArn = await drop(demo, 'input-distributed', 'batch-distributed');
  const execution = await followExecution(demo.client, executionArn, demo.output, demo.signal);
  return { ...execution, durationMs: ((execution.stopDate ?? Date.now() / 1_000) - execution.startDate) * 1_000 };
}

async function drop(demo: Demo, into: string, machine: string): Promise<string> {
  const { folder, rows, output, signal } = demo;
  signal.throwIfAborted();
  const place = batchServer(demo);
  const key = `${into}/sales.csv`;
  const bytes = await salesFile(folder, rows);
  output.note(`\n${counted(rows)} rows dropped: s3://${place.bucket}/${key}`);
  return dropFile(place, { key, bytes }, machine, signal);
}

function batchServer({ server, client, stack }: Demo): DemoServer {
  return { engine: server.engine, client, bucket: stack.outputs['Bucket']!.value };
}

async function report(
  { client, stack, output }: Demo,
  { executionArn, durationMs, output: text }: Ended,
): Promise<void> {
  const result = JSON.parse(text!) as BatchResult;
  const response = await fetch(`${client.endpoint}/_stepwell/mail/${result.messageId}`);
  const mail = response.ok ? ((await response.json()) as WireMail) : undefined;
  const errorTable = stack.outputs['ErrorTableName']!.value;
  output.data({ ...result, executionArn, durationMs, errorTable });
  output.print(reportText({ url: client.endpoint, executionArn, durationMs, result, mail, errorTable }));
}
