import type { Command } from 'commander';
import { Client } from '../client.ts';
import { findExecution } from '../find-target.ts';
import { followInForeground } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput } from '../output.ts';

const HELP = `
EXECUTION is an execution's ARN, MACHINE:NAME, a machine (its newest execution), or the ARN of a map run (its execution).
Shows the states that it is in; for its map runs the items done, failed and pending, items a second and the time left.
On a terminal that is one line that changes; elsewhere a line is printed every few seconds while a map run goes on.

Exit code: 0 succeeded, 1 failed, 3 timed out, 4 aborted, 2 wrong use. Ctrl-C leaves the execution running and gives 5.

Examples:
  $ stepwell watch batch
  $ stepwell watch arn:aws:states:us-east-1:000000000000:execution:batch:monday
  $ stepwell watch batch:monday --json | jq '.mapRuns[].itemCounts'
`;

export function addWatchCommand(program: Command): void {
  program
    .command('watch')
    .description('follow a running execution to its end, with the progress of its map runs')
    .argument('<execution>', 'ARN, MACHINE:NAME, a machine (its newest execution), or the ARN of a map run')
    .addHelpText('after', HELP)
    .action(async (target: string, _options: unknown, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      process.exitCode = await followInForeground(client, await findExecution(client, target), output);
    });
}
