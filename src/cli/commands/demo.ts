import type { Command } from 'commander';
import { createStepwell } from '../../server/stepwell.ts';
import { Client, type WireExecution } from '../client.ts';
import { deployProject } from '../deploy-project.ts';
import { findStateMachine } from '../find-target.ts';
import { followExecution, reportExecution } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, type Output, seconds, table } from '../output.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { environment } from './env.ts';
import { addServerOptions, type StartOptions, serverOptions } from './start.ts';

export function addDemoCommand(program: Command): void {
  addServerOptions(
    program.command('demo').description('start the server, deploy the random-mean example, run it, and keep serving'),
  )
    .argument('[folder]', 'the example', 'examples/random-mean')
    .option('--repetitions <n>', 'how many files of random numbers', '25')
    .action(async (folder: string, options: StartOptions & { repetitions: string }, command: Command) => {
      const { json } = globalOptions(command);
      const output = createOutput(json);
      const startedMs = Date.now();
      const server = createStepwell(serverOptions(options));
      await server.start();
      try {
        const client = new Client(server.url);
        output.note(`Stepwell is ready at ${server.url} (${seconds(Date.now() - startedMs)})`);
        await deployProject(client, folder, { parameters: {} }, output);
        await runOnce(client, Number(options.repetitions), output);
        output.note('\nStill serving. Ctrl-C stops it; the next start goes on with the same data.');
        await untilInterrupted();
        output.note('Stopping …');
      } finally {
        await server.stop();
      }
    });
}

async function runOnce(client: Client, repetitions: number, output: Output): Promise<void> {
  const stateMachineArn = await findStateMachine(client, 'random-mean');
  const started = await client.states<{ executionArn: string }>('StartExecution', {
    stateMachineArn,
    input: JSON.stringify({ repetitions }),
  });
  const execution = await followExecution(client, started.executionArn, output);
  reportExecution(execution, output);
  await listExecutions(client, stateMachineArn, output);
  const exports = Object.entries(environment(client.endpoint))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  output.print(`\nMean: ${meanOf(execution)}`);
  output.print(`Execution: ${execution.executionArn}`);
  output.print(`\nTry: env ${exports} aws stepfunctions describe-execution --execution-arn ${execution.executionArn}`);
}

function meanOf(execution: WireExecution): string {
  return execution.output === undefined
    ? `none: ${execution.error}`
    : String((JSON.parse(execution.output) as { mean: number }).mean);
}

async function listExecutions(client: Client, stateMachineArn: string, output: Output): Promise<void> {
  const shown = 5;
  const executions = await client.listAll<WireExecution>(
    'ListExecutions',
    { stateMachineArn, maxResults: shown + 1 },
    'executions',
    shown + 1,
  );
  const rows = executions
    .slice(0, shown)
    .map((execution) => [new Date(execution.startDate * 1_000).toISOString(), execution.status, execution.name]);
  output.note(`\nExecutions of random-mean, newest first:\n${table(rows)}${executions.length > shown ? '\n…' : ''}`);
}
