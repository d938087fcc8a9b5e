import type { Command } from 'commander';
import { Client, type WireHistoryEvent } from '../client.ts';
import { findExecution } from '../find-target.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, table } from '../output.ts';

const HELP = `
EXECUTION is an execution's ARN, MACHINE:NAME, or a machine (its newest execution).

Examples:
  $ stepwell history random-mean
  $ stepwell history random-mean --data        # with inputs, outputs, errors
  $ stepwell history random-mean --json | jq .type
`;

export function addHistoryCommand(program: Command): void {
  program
    .command('history')
    .description('show the events of an execution')
    .argument('<execution>', 'ARN, MACHINE:NAME, or a machine')
    .option('--data', 'show the details of each event')
    .option('--reverse', 'newest first')
    .addHelpText('after', HELP)
    .action(async (target: string, options: { data?: boolean; reverse?: boolean }, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      const executionArn = await findExecution(client, target);
      const params = { executionArn, maxResults: 1_000, reverseOrder: options.reverse === true };
      const events = await client.listAll<WireHistoryEvent>('GetExecutionHistory', params, 'events');
      for (const event of events) output.data(event);
      const firstSecond = Math.min(...events.map((event) => event.timestamp));
      const rows = events.map((event) => [
        String(event.id),
        `+${(event.timestamp - firstSecond).toFixed(3)} s`,
        event.type,
        options.data ? JSON.stringify(details(event) ?? {}) : summary(event),
      ]);
      output.print(table([['ID', 'TIME', 'TYPE', ''], ...rows]));
    });
}

function details(event: WireHistoryEvent): Record<string, unknown> | undefined {
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  return member === undefined ? undefined : (event[member] as Record<string, unknown>);
}

/** The words that tell one event from the next: a state's name, a resource, an index, an error. */
function summary(event: WireHistoryEvent): string {
  const found = details(event);
  if (!found) return '';
  return ['name', 'resourceType', 'resource', 'index', 'length', 'error']
    .filter((key) => found[key] !== undefined)
    .map((key) => String(found[key]))
    .join(' ');
}
