/** Builds, uploads and deploys a project to a server, telling what happens. */
import { packageProject } from '../deploy/package-project.ts';
import { CliError } from './cli-error.ts';
import type { Client, WireStack } from './client.ts';
import type { Output } from './output.ts';

const ARTIFACTS_BUCKET = 'stepwell-artifacts';

export interface DeployOptions {
  readonly stackName?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export async function deployProject(
  client: Client,
  path: string,
  options: DeployOptions,
  output: Output,
): Promise<{ stack: WireStack; folder: string }> {
  const upload = async (key: string, bytes: Uint8Array): Promise<{ bucket: string; key: string }> => {
    if (!(await client.hasObject(ARTIFACTS_BUCKET, key))) await client.putObject(ARTIFACTS_BUCKET, key, bytes);
    return { bucket: ARTIFACTS_BUCKET, key };
  };
  const project = await packageProject(path, upload, (message) => output.progress(message));
  const stackName = options.stackName ?? project.defaultStackName;
  for await (const line of client.deploy(stackName, project.template, options.parameters)) {
    if (line.type === 'done') return { stack: line.stack, folder: project.folder };
    if (line.type === 'failed') throw new CliError(line.message);
    const { event } = line;
    if (event.status === 'UNCHANGED') continue;
    if (event.status.endsWith('ING')) output.progress(`${event.status.toLowerCase()} ${event.logicalId}`);
    else
      output.note(
        `  ${event.status.padEnd(9)} ${event.logicalId}  ${event.type}${event.reason ? `  ${event.reason}` : ''}`,
      );
  }
  throw new CliError('The server ended the deployment without a result; its log says why');
}

export function reportStack(stack: WireStack, output: Output): void {
  output.data(stack);
  output.note(`${stack.stackName}: ${stack.status}`);
  for (const [name, { value, description }] of Object.entries(stack.outputs)) {
    output.print(`${name} = ${value}${description ? `   # ${description}` : ''}`);
  }
}
