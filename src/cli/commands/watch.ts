import type { Command } from 'commander';
import { Client } from '../client.ts';
import { findExecution } from '../find-target.ts';
import { EXIT_CODES, followExecution, reportExecution } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput } from '../output.ts';

export function addWatchCommand(program: Command): void {
  program
    .command('watch')
    .description('follow a running execution to its end')
    .argument('<execution>', 'ARN, MACHINE:NAME, or a machine (its newest execution)')
    .action(async (target: string, _options: unknown, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      const executionArn = await findExecution(client, target);
      const execution = await followExecution(client, executionArn, output);
      reportExecution(execution, output);
      process.exitCode = EXIT_CODES[execution.status];
    });
}
