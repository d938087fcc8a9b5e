import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { parse as parseYaml } from 'yaml';
import { CliError } from '../cli-error.ts';
import { Client } from '../client.ts';
import { withEphemeralServer } from '../ephemeral-server.ts';
import { findStateMachine, type MachineItem } from '../find-target.ts';
import { followInForeground } from '../follow-execution.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, type Output } from '../output.ts';
import { readInput } from '../read-input.ts';

interface Options {
  readonly input?: string;
  readonly name?: string;
  readonly detach?: boolean;
}

const HELP = `
TARGET is a deployed state machine (name, ARN, stack, or logical id) or a definition in a file (.asl.json, .json, .asl.yaml, .yaml).
A file is created or updated as a state machine of the file's name; with no server running it runs in a temporary one.

Exit code: 0 succeeded, 1 failed, 3 timed out, 4 aborted, 2 wrong use. Ctrl-C leaves the execution running.

Examples:
  $ stepwell run random-mean --input '{"repetitions": 25}'
  $ stepwell run hello.asl.json --input @input.json
  $ stepwell run 'orders#PaymentFails'         # a test case of the server's mock configuration
  $ echo '{"n": 1}' | stepwell run hello.asl.yaml --input - --json
`;

export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('start an execution and follow it to its end')
    .argument('<target>', 'state machine, stack, or definition file')
    .option('--input <json>', "input as JSON, @FILE, or - for standard input (default: '{}')")
    .option('--name <name>', "the execution's name (default: a new UUID)")
    .option('--detach', 'start it and return at once')
    .addHelpText('after', HELP)
    .action(async (named: string, options: Options, command: Command) => {
      const { target, testCase } = splitTestCase(named);
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const input = readInput(options.input) ?? '{}';
      const isFile = /\.(json|ya?ml|asl)$/.test(target);
      if (isFile && !existsSync(target)) throw new CliError(`There is no file ${target}`, { exitCode: 2 });
      const client = new Client(endpoint);
      const run = async (at: Client): Promise<number> =>
        runTarget(at, { target, isFile, testCase }, { ...options, input }, output);
      process.exitCode =
        isFile && !(await client.isUp()) ? await withEphemeralServer((url) => run(new Client(url))) : await run(client);
    });
}

async function runTarget(
  client: Client,
  { target, isFile, testCase }: { readonly target: string; readonly isFile: boolean; readonly testCase: string },
  options: Options,
  output: Output,
): Promise<number> {
  const machineArn = isFile ? await putStateMachine(client, target) : await findStateMachine(client, target);
  const stateMachineArn = machineArn + testCase;
  const started = await client.states<{ executionArn: string }>('StartExecution', {
    stateMachineArn,
    input: options.input,
    name: options.name,
  });
  if (options.detach) {
    output.data(started);
    output.print(started.executionArn);
    return 0;
  }
  output.note(`Started ${started.executionArn}`);
  return followInForeground(client, started.executionArn, output);
}

/** `TARGET#TestCase`, as Step Functions Local writes it behind an ARN. */
function splitTestCase(named: string): { readonly target: string; readonly testCase: string } {
  const hash = named.lastIndexOf('#');
  return hash < 1 ? { target: named, testCase: '' } : { target: named.slice(0, hash), testCase: named.slice(hash) };
}

/** Creates the file's definition as a state machine of the file's name, or updates the one that is there. */
async function putStateMachine(client: Client, file: string): Promise<string> {
  const text = readFileSync(file, 'utf8');
  const definition = /\.ya?ml$/.test(file) ? JSON.stringify(parseYaml(text)) : text;
  const name = basename(file)
    .replace(/(\.asl)?\.(json|ya?ml|asl)$/, '')
    .replaceAll(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 80);
  const roleArn = 'arn:aws:iam::000000000000:role/stepwell-run';
  const machines = await client.listAll<MachineItem>('ListStateMachines', { maxResults: 1_000 }, 'stateMachines');
  const existing = machines.find((machine) => machine.name === name);
  if (existing) {
    await client.states('UpdateStateMachine', { stateMachineArn: existing.stateMachineArn, definition, roleArn });
    return existing.stateMachineArn;
  }
  return (await client.states<{ stateMachineArn: string }>('CreateStateMachine', { name, definition, roleArn }))
    .stateMachineArn;
}
