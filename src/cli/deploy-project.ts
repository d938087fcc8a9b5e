/** Builds, uploads and deploys a project to a server, telling what happens. */
import { findAssembly } from '../deploy/cdk-assembly.ts';
import { packageProject } from '../deploy/package-project.ts';
import { CliError } from './cli-error.ts';
import type { Client, DeploySettings, WireStack } from './client.ts';
import { deployAssembly } from './deploy-assembly.ts';
import type { Output } from './output.ts';
import { readSamConfig } from './sam-config.ts';

const ARTIFACTS_BUCKET = 'stepwell-artifacts';

export interface DeployOptions {
  readonly stackName?: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What becomes of a deployment that fails. Default: what was done stays, and the next one goes on from there. */
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING';
  /** Environment of `samconfig.toml`. */
  readonly configEnvironment?: string;
}

export interface DeployedProject {
  /** The last of its stacks. */
  readonly stack: WireStack;
  readonly stacks: readonly WireStack[];
  readonly folder: string;
}

export async function deployProject(
  client: Client,
  path: string,
  options: DeployOptions,
  output: Output,
): Promise<DeployedProject> {
  const assembly = findAssembly(path);
  if (assembly) {
    const stacks = await deployAssembly(client, assembly, options, output);
    return { stacks, stack: stacks.at(-1) as WireStack, folder: assembly.folder };
  }
  const upload = async (key: string, bytes: Uint8Array): Promise<{ bucket: string; key: string }> => {
    if (!(await client.hasObject(ARTIFACTS_BUCKET, key))) await client.putObject(ARTIFACTS_BUCKET, key, bytes);
    return { bucket: ARTIFACTS_BUCKET, key };
  };
  const project = await packageProject(path, upload, (message) => output.progress(message));
  const configured = await readSamConfig(project.folder, options.configEnvironment);
  const stackName = options.stackName ?? configured.stackName ?? project.defaultStackName;
  const parameters = { ...configured.parameters, ...options.parameters };
  const settings = { ...options, parameters, ...(configured.tags && { tags: configured.tags }) };
  const stack = await deployTemplate(client, stackName, project.template, settings, output);
  return { stack, stacks: [stack], folder: project.folder };
}

/** Deploys one template, telling what happens to each resource. */
export async function deployTemplate(
  client: Client,
  stackName: string,
  template: string,
  options: DeploySettings,
  output: Output,
): Promise<WireStack> {
  for await (const line of client.deploy(stackName, template, options)) {
    if (line.type === 'done') return line.stack;
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
