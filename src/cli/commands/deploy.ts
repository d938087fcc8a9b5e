import { watch } from 'node:fs';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { Client } from '../client.ts';
import { deployProject, reportStack } from '../deploy-project.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, type Output } from '../output.ts';

interface Options {
  readonly stackName?: string;
  readonly parameter: Readonly<Record<string, string>>;
  readonly watch?: boolean;
  readonly rollback: boolean;
  readonly configEnv?: string;
}

const HELP = `
PATH is a template file, a folder with template.yaml, .yml or .json, or a CDK application after "npx cdk synth" (the folder of its
cdk.json, or cdk.out). TypeScript handlers are bundled, other code is packed as it stands; samconfig.toml gives the stack's name and
parameters. Deploying again updates in place: what did not change is left alone, what left the template is deleted. A deployment that
fails is rolled back. Running executions keep the definition that they started with.

Examples:
  $ stepwell deploy random-mean
  $ stepwell deploy . --stack-name sales --parameter FileChunkSize=600
  $ stepwell deploy . --watch            # deploys again on every change
`;

/** Folders whose changes do not come from the author. */
const IGNORED = /(^|[\\/])(node_modules|\.git|\.stepwell|dist|cdk\.out|\.aws-sam)([\\/]|$)/;
const SETTLE_MS = 150;

export function addDeployCommand(program: Command): void {
  program
    .command('deploy')
    .description('deploy a SAM, CDK or CloudFormation project to a running server')
    .argument('<path>', 'template file, project folder, or cdk.out')
    .option('--stack-name <name>', "name of the stack (default: the folder's name)")
    .option('--parameter <key=value>', "value for a template's parameter; repeat for more", collectParameter, {})
    .option('--no-rollback', 'leave what a failed deployment did, for the next one to go on from')
    .option('--config-env <name>', 'environment of samconfig.toml (default: default)')
    .option('--watch', 'stay and deploy again whenever a file changes')
    .addHelpText('after', HELP)
    .action(async (path: string, options: Options, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const client = new Client(endpoint);
      const deploy = async (): Promise<string> => {
        const { stackName, parameter: parameters, rollback, configEnv: configEnvironment } = options;
        const onFailure = rollback ? 'ROLLBACK' : 'DO_NOTHING';
        const settings = { stackName, parameters, onFailure, configEnvironment } as const;
        const { stacks, folder } = await deployProject(client, path, settings, output);
        for (const stack of stacks) reportStack(stack, output);
        return folder;
      };
      const folder = await deploy();
      if (options.watch) await watchAndDeploy(folder, deploy, output);
    });
}

function collectParameter(pair: string, all: Record<string, string>): Record<string, string> {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new CliError(`--parameter takes KEY=VALUE, not '${pair}'`, { exitCode: 2 });
  return { ...all, [pair.slice(0, equals)]: pair.slice(equals + 1) };
}

/** Deploys after each burst of changes, one deployment at a time; a failed one is reported and the watch goes on. */
async function watchAndDeploy(folder: string, deploy: () => Promise<unknown>, output: Output): Promise<void> {
  output.note(`Watching ${folder}; Ctrl-C ends it.`);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await deploy();
    } catch (error) {
      output.note(error instanceof Error ? error.message : String(error));
    }
  };
  const watcher = watch(folder, { recursive: true }, (_event, file) => {
    if (file && IGNORED.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, SETTLE_MS);
  });
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
  watcher.close();
  clearTimeout(timer);
  await running;
}
