#!/usr/bin/env node
/** The `stepwell` command. The only place that reads `process.env` and ends the process. */
import { Command, CommanderError } from 'commander';
import { DeployError } from '../deploy/deploy-error.ts';
import { EngineError } from '../runtime/engine-error.ts';
import { version } from '../runtime/version.ts';
import { CliError } from './cli-error.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDeployCommand } from './commands/deploy.ts';
import { addEnvCommand } from './commands/env.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addMapRunsCommand } from './commands/map-runs.ts';
import { addNewCommand } from './commands/new.ts';
import { addRedriveCommand } from './commands/redrive.ts';
import { addRunCommand } from './commands/run.ts';
import { addStackCommands } from './commands/stacks.ts';
import { addStartCommand } from './commands/start.ts';
import { addValidateCommand } from './commands/validate.ts';
import { addWatchCommand } from './commands/watch.ts';

const HELP = `
A first look:
  $ stepwell new random-mean && cd random-mean && npm install
  $ stepwell start                                        # in one terminal
  $ stepwell deploy .                                     # in another, in the same folder
  $ stepwell run random-mean --input '{"repetitions": 25}'
  $ eval "$(stepwell env)"; aws stepfunctions list-state-machines
`;

function createProgram(): Command {
  const program = new Command('stepwell')
    .description('Runs AWS Step Functions workflows anywhere, durably.')
    .version(version)
    .option('--endpoint <url>', 'the server to talk to (default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566)')
    .option('--json', 'print results as JSON and nothing else')
    .showHelpAfterError('(stepwell --help teaches more)')
    .addHelpText('after', HELP)
    .exitOverride();
  const add = [
    addNewCommand,
    addStartCommand,
    addDeployCommand,
    addRunCommand,
    addWatchCommand,
    addMapRunsCommand,
    addRedriveCommand,
    addHistoryCommand,
    addLogsCommand,
    addStackCommands,
    addValidateCommand,
    addEnvCommand,
    addDemoCommand,
  ];
  for (const addCommand of add) addCommand(program);
  for (const command of program.commands) {
    command
      .option('--endpoint <url>', 'the server to talk to')
      .option('--json', 'print results as JSON and nothing else')
      .exitOverride();
  }
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliError) {
    process.stderr.write(`stepwell: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof DeployError || error instanceof EngineError) {
    process.stderr.write(`stepwell: ${error.message}\n`);
    return 1;
  }
  process.stderr.write(`stepwell: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 70;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
