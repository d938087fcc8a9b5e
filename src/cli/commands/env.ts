import type { Command } from 'commander';
import { globalOptions } from '../global-options.ts';
import { createOutput } from '../output.ts';

const HELP = `
Points the AWS CLI, the SDKs, CDK and SAM at the server. Any credentials do on loopback; a 12-digit access key id selects that account.

Examples:
  $ eval "$(stepwell env)"
  $ aws stepfunctions list-state-machines
  $ eval "$(stepwell env --unset)"

Version 1 of the AWS CLI has hosts of its own for SQS: give \`aws sqs\` an --endpoint-url "$AWS_ENDPOINT_URL". Version 2 does without.
`;

export function addEnvCommand(program: Command): void {
  program
    .command('env')
    .description('print what to export so that AWS tools talk to the server')
    .option('--unset', 'print what takes it back')
    .addHelpText('after', HELP)
    .action((options: { unset?: boolean }, command: Command) => {
      const { endpoint, json } = globalOptions(command);
      const output = createOutput(json);
      const variables = environment(endpoint);
      output.data(variables);
      for (const [name, value] of Object.entries(variables))
        output.print(options.unset ? `unset ${name}` : `export ${name}=${value}`);
    });
}

/** What AWS tools need to find the server and to be content. */
export function environment(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stepwell',
    AWS_SECRET_ACCESS_KEY: 'stepwell',
  };
}
