import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { Client } from '../client.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput } from '../output.ts';

const HELP = `
FUNCTION is a function's name or ARN, or its logical id in a stack.

Examples:
  $ stepwell logs DrawNumbers
  $ stepwell logs DrawNumbers --follow
  $ stepwell logs DrawNumbers --since 10m
`;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .description("show a function's log lines")
    .argument('<function>', 'name, ARN, or logical id in a stack')
    .option('-f, --follow', 'stay and show new lines as they come')
    .option('--since <age>', 'only lines of the last 30s, 10m, 2h, 1d')
    .addHelpText('after', HELP)
    .action(async (target: string, options: { follow?: boolean; since?: string }, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      const name = await findFunction(client, target);
      const abort = new AbortController();
      process.once('SIGINT', () => abort.abort());
      try {
        for await (const line of client.functionLogs(
          name,
          { sinceMs: since(options.since), follow: options.follow === true },
          abort.signal,
        )) {
          output.data(line);
          output.print(`${new Date(line.timestampMs).toISOString()}  ${line.message.trimEnd()}`);
        }
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    });
}

function since(age: string | undefined): number | undefined {
  if (age === undefined) return undefined;
  const match = /^(\d+)([smhd])$/.exec(age);
  if (!match) throw new CliError(`--since takes an age such as 30s, 10m, 2h or 1d, not '${age}'`, { exitCode: 2 });
  return Date.now() - Number(match[1]) * UNITS[match[2]!]!;
}

async function findFunction(client: Client, target: string): Promise<string> {
  for (const stack of await client.stacks()) {
    const resource = Object.values(stack.resources).find(
      (one) => one.type === 'AWS::Lambda::Function' && one.logicalId === target,
    );
    if (resource) return resource.physicalId;
  }
  return target;
}
