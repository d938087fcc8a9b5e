import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { Client } from '../client.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, table } from '../output.ts';

export function addStackCommands(program: Command): void {
  program
    .command('stacks')
    .description('list what is deployed')
    .action(async (_options: unknown, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const stacks = await new Client(endpoint).stacks();
      output.data(stacks);
      const rows = stacks.flatMap((stack) => [
        [stack.stackName, stack.status, ''],
        ...Object.values(stack.resources).map((resource) => [
          `  ${resource.logicalId}`,
          resource.type,
          resource.physicalId,
        ]),
      ]);
      output.print(rows.length > 0 ? table(rows) : 'Nothing is deployed yet: stepwell deploy FOLDER');
    });
  program
    .command('delete')
    .description('delete a stack and its resources')
    .argument('<stack>', 'name of the stack')
    .action(async (stackName: string, _options: unknown, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      for await (const line of new Client(endpoint).deleteStack(stackName)) {
        if (line.type === 'failed') throw new CliError(line.message);
        if (line.type === 'resource' && !line.event.status.endsWith('ING'))
          output.note(`  ${line.event.status.padEnd(9)} ${line.event.logicalId}  ${line.event.type}`);
      }
      output.data({ deleted: stackName });
      output.note(`${stackName}: deleted`);
    });
}
