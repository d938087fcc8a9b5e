import type { Command } from 'commander';
import { Client, type WireMapRunFailure } from '../client.ts';
import { findExecution } from '../find-target.ts';
import { globalOptions } from '../global-options.ts';
import {
  counted,
  doneOf,
  failedOf,
  nameOfMapRun,
  overallRate,
  pendingOf,
  type WireMapRun,
} from '../map-run-progress.ts';
import { createOutput, type Output, seconds, table } from '../output.ts';

interface Options {
  readonly failures: string;
}

const HELP = `
TARGET is an execution's ARN, MACHINE:NAME, a machine (its newest execution), or the ARN of a map run, which is then shown in full,
with what failed. Without a target: the map runs of the newest executions of all machines.
RATE is items a second from the start to the end, or until now; a map run that was redriven has none.

Exit code: 0, also when there are none; 1 when there is no such execution or map run; 2 wrong use.

Examples:
  $ stepwell map-runs
  $ stepwell map-runs batch
  $ stepwell map-runs arn:aws:states:us-east-1:000000000000:mapRun:batch/Rows:5f0c… --failures 100
  $ stepwell map-runs batch --json | jq '.itemCounts.failed'
`;

const NEWEST = 500;
const AT_ONCE = 16;

export function addMapRunsCommand(program: Command): void {
  program
    .command('map-runs')
    .description('list map runs with their counts, or show one with what failed')
    .argument('[target]', 'execution (ARN or MACHINE:NAME), machine (its newest execution), or map run ARN')
    .option('--failures <count>', 'how many of the children that failed to show', '20')
    .addHelpText('after', HELP)
    .action(async (target: string | undefined, options: Options, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      if (target?.includes(':mapRun:')) await show(client, target, failuresOption(command, options), output);
      else await list(client, target, output);
    });
}

function failuresOption(command: Command, { failures }: Options): number {
  const count = Number(failures);
  if (Number.isInteger(count) && count >= 0) return count;
  return command.error(`error: option '--failures <count>' takes a whole number, not '${failures}'`);
}

async function list(client: Client, target: string | undefined, output: Output): Promise<void> {
  const arns =
    target === undefined ? await newestMapRuns(client) : await mapRunsOf(client, await findExecution(client, target));
  const runs = await inGroups(arns, (mapRunArn) => client.states<WireMapRun>('DescribeMapRun', { mapRunArn }));
  runs.sort((a, b) => b.startDate - a.startDate);
  for (const run of runs) output.data(run);
  if (runs.length === 0) {
    output.note(target === undefined ? 'There are no map runs yet' : 'The execution has no map runs');
    return;
  }
  output.print(
    table([
      ['MAP RUN', 'STATUS', 'STARTED', 'TOOK', 'ITEMS', 'DONE', 'FAILED', 'PENDING', 'RATE', 'ARN'],
      ...runs.map(row),
    ]),
  );
}

async function mapRunsOf(client: Client, executionArn: string): Promise<string[]> {
  const listed = await client.listAll<{ mapRunArn: string }>(
    'ListMapRuns',
    { executionArn, maxResults: 1_000 },
    'mapRuns',
  );
  return listed.map(({ mapRunArn }) => mapRunArn);
}

/** Children name their map run, so that a run with more children than are looked at is found by any of them. */
async function newestMapRuns(client: Client): Promise<string[]> {
  const executions = await client.newestExecutions(NEWEST);
  const arns = new Set(executions.flatMap(({ mapRunArn }) => (mapRunArn === undefined ? [] : [mapRunArn])));
  const listed = await inGroups(executions, ({ executionArn }) => mapRunsOf(client, executionArn).catch(() => []));
  for (const arn of listed.flat()) arns.add(arn);
  return [...arns];
}

async function inGroups<From, To>(all: readonly From[], work: (one: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    done.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}

function row(run: WireMapRun): readonly string[] {
  const { itemCounts: items } = run;
  return [
    nameOfMapRun(run.mapRunArn),
    run.status,
    time(run.startDate),
    took(run),
    counted(items.total),
    counted(doneOf(items)),
    counted(failedOf(items)),
    counted(pendingOf(items)),
    rate(run),
    run.mapRunArn,
  ];
}

async function show(client: Client, mapRunArn: string, most: number, output: Output): Promise<void> {
  const run = await client.states<WireMapRun>('DescribeMapRun', { mapRunArn });
  const failures = await client.mapRunFailures(mapRunArn, most);
  output.data({ ...run, failures });
  output.print(table(facts(run)));
  output.print('');
  output.print(
    table([['', 'TOTAL', 'SUCCEEDED', 'FAILED', 'TIMED OUT', 'ABORTED', 'RUNNING', 'PENDING'], ...counts(run)]),
  );
  if (failures.length === 0) return;
  output.print('');
  output.print(table([['CHILD', 'STATUS', 'ITEMS', 'ERROR', 'CAUSE', 'INPUT'], ...failures.map(failureRow)]));
  const unsuccessful = failedOf(run.executionCounts) + run.executionCounts.aborted;
  if (unsuccessful > failures.length)
    output.note(`${counted(unsuccessful - failures.length)} more: --failures ${unsuccessful}`);
  if (run.status === 'FAILED') output.note(`Run what failed again: stepwell redrive ${run.executionArn} --failed-only`);
}

function facts(run: WireMapRun): readonly (readonly string[])[] {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = run;
  const tolerated = [count > 0 && counted(count), percentage > 0 && `${percentage} %`].filter(Boolean).join(', ');
  return [
    ['Map run', run.mapRunArn],
    ['Execution', run.executionArn],
    ['Status', run.status],
    ['Started', time(run.startDate)],
    ['Took', took(run)],
    ['Rate', rate(run)],
    ['Concurrency', run.maxConcurrency > 0 ? counted(run.maxConcurrency) : 'as much as there is'],
    ['Tolerated failures', tolerated || 'none'],
    ...(run.redriveCount > 0 ? [['Redrives', `${run.redriveCount}, the last ${time(run.redriveDate!)}`]] : []),
  ];
}

function counts({ itemCounts, executionCounts }: WireMapRun): readonly (readonly string[])[] {
  return [['Items', itemCounts] as const, ['Children', executionCounts] as const].map(([name, of]) => [
    name,
    ...[of.total, of.succeeded, of.failed, of.timedOut, of.aborted, of.running, pendingOf(of)].map(counted),
  ]);
}

function failureRow({ index, status, items, error, cause, input }: WireMapRunFailure): readonly string[] {
  return [String(index), status, counted(items), error ?? '', short(cause), short(input)];
}

const LONGEST = 80;

function short(text = ''): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function time(atSeconds: number): string {
  return new Date(atSeconds * 1_000).toISOString().replace('T', ' ').slice(0, 19);
}

function took({ startDate, stopDate }: WireMapRun): string {
  return seconds(((stopDate ?? Date.now() / 1_000) - startDate) * 1_000);
}

function rate(run: WireMapRun): string {
  const perSecond = overallRate(run, Date.now() / 1_000);
  return perSecond === undefined ? '-' : `${counted(perSecond)}/s`;
}
