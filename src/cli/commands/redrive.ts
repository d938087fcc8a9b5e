import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { Client, type WireExecution } from '../client.ts';
import { findExecution } from '../find-target.ts';
import { followInForeground } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { counted, failedOf, itemsOf, nameOfMapRun, pendingOf, type WireMapRun } from '../map-run-progress.ts';
import { createOutput, type Output } from '../output.ts';

interface Options {
  readonly failedOnly?: boolean;
  readonly detach?: boolean;
}

const HELP = `
EXECUTION is an execution's ARN, MACHINE:NAME, a machine (its newest execution), or the ARN of a map run (its execution).
An execution that failed, timed out or was aborted goes on from what failed; states that succeeded do not run again. Of a map run that
failed, the items that failed, timed out or were aborted and those that never began run again; items that succeeded keep their results.
Follows the execution to its end, as stepwell watch does, unless --detach is given.

Exit code: that of stepwell watch; 0 with --detach; 1 and a sentence when there is nothing to redrive.

Examples:
  $ stepwell redrive batch
  $ stepwell redrive batch:monday --failed-only     # refuse unless a map run of it has items to run again
  $ stepwell redrive arn:aws:states:us-east-1:000000000000:mapRun:batch/Rows:5f0c… --detach --json
`;

export function addRedriveCommand(program: Command): void {
  program
    .command('redrive')
    .description('run again what failed of an execution, and nothing else')
    .argument('<execution>', 'ARN, MACHINE:NAME, a machine (its newest execution), or the ARN of a map run')
    .option('--failed-only', 'only if a map run of it has items that failed or never began')
    .option('--detach', 'redrive it and return at once')
    .addHelpText('after', HELP)
    .action(async (target: string, options: Options, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      process.exitCode = await redrive(client, await findExecution(client, target), options, output);
    });
}

async function redrive(client: Client, executionArn: string, options: Options, output: Output): Promise<number> {
  const execution = await client.states<RedrivableExecution>('DescribeExecution', { executionArn });
  const mapRuns = await mapRunsOf(client, executionArn);
  const obstacle = obstacleTo(execution, mapRuns, options);
  if (obstacle !== undefined) {
    output.data({ executionArn, redriven: false, reason: obstacle });
    throw new CliError(obstacle);
  }
  for (const run of mapRuns.filter(isToRunAgain)) output.note(announcement(run));
  const { redriveDate } = await client.states<{ redriveDate: number }>('RedriveExecution', { executionArn });
  if (options.detach) {
    output.data({ executionArn, redriven: true, redriveDate });
    output.print(executionArn);
    return 0;
  }
  output.note(`Redriven ${executionArn}`);
  return followInForeground(client, executionArn, output);
}

interface RedrivableExecution extends WireExecution {
  readonly redriveStatus?: string;
  readonly redriveStatusReason?: string;
}

async function mapRunsOf(client: Client, executionArn: string): Promise<WireMapRun[]> {
  const listed = await client.listAll<{ mapRunArn: string }>(
    'ListMapRuns',
    { executionArn, maxResults: 1_000 },
    'mapRuns',
  );
  return Promise.all(listed.map(({ mapRunArn }) => client.states<WireMapRun>('DescribeMapRun', { mapRunArn })));
}

function isToRunAgain({ status, itemCounts }: WireMapRun): boolean {
  return (status === 'FAILED' || status === 'ABORTED') && itemsToRunAgain(itemCounts) > 0;
}

function itemsToRunAgain(items: WireMapRun['itemCounts']): number {
  return failedOf(items) + items.aborted + pendingOf(items);
}

/** Why nothing is to be done, for a person; nothing if something is. */
function obstacleTo(
  { status, executionArn, redriveStatus, redriveStatusReason }: RedrivableExecution,
  mapRuns: readonly WireMapRun[],
  { failedOnly }: Options,
): string | undefined {
  if (status === 'RUNNING')
    return `Nothing to redrive: it is still running. Follow it with: stepwell watch ${executionArn}`;
  if (status === 'SUCCEEDED') {
    const tolerated = mapRuns.reduce((sum, { itemCounts }) => sum + failedOf(itemCounts), 0);
    const failures = tolerated > 0 ? `; ${itemsOf(tolerated)} failed within what the Map tolerates` : '';
    return `Nothing to redrive: the execution succeeded${failures}`;
  }
  if (redriveStatus !== undefined && redriveStatus !== 'REDRIVABLE') {
    return `It cannot be redriven: ${redriveStatusReason ?? redriveStatus}`;
  }
  if (failedOnly && !mapRuns.some(isToRunAgain)) {
    return 'Nothing to redrive with --failed-only: no map run of the execution has items that failed or never began. Without it, the execution goes on from the state that failed.';
  }
  return undefined;
}

function announcement(run: WireMapRun): string {
  const { itemCounts: items, mapRunArn } = run;
  const ended = failedOf(items) + items.aborted;
  return (
    `Map run ${nameOfMapRun(mapRunArn)}: ${itemsOf(ended)} that failed and ${counted(pendingOf(items))} that never began run again, ` +
    `${counted(items.succeeded)} with ${items.succeeded === 1 ? 'its result stays' : 'their results stay'}`
  );
}
