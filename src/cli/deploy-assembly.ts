/**
 * Deploys what `cdk synth` left behind: assets go where the templates look for them, stacks follow in the order of their dependencies.
 * All of them go to this server's own account and region, whatever environment the application names.
 */
import { readFile } from 'node:fs/promises';
import { type CdkStack, packAsset, readAssembly, withPlace } from '../deploy/cdk-assembly.ts';
import { CliError } from './cli-error.ts';
import type { Client, WireStack } from './client.ts';
import { type DeployOptions, deployTemplate } from './deploy-project.ts';
import type { Output } from './output.ts';

const PLACE = { region: 'us-east-1', account: '000000000000' };

export async function deployAssembly(
  client: Client,
  { folder, only }: { readonly folder: string; readonly only?: string },
  options: DeployOptions,
  output: Output,
): Promise<readonly WireStack[]> {
  const all = await readAssembly(folder);
  const chosen = chooseStacks(all, folder, only, options.stackName);
  const deployed: WireStack[] = [];
  const declared = new Set<string>();
  for (const stack of chosen) {
    for (const asset of stack.assets) {
      const bytes = await packAsset(asset);
      for (const { bucketName, objectKey } of asset.destinations) {
        const bucket = withPlace(bucketName, PLACE);
        const key = withPlace(objectKey, PLACE);
        if (await client.hasObject(bucket, key)) continue;
        output.progress(`Uploading ${key}`);
        await client.putObject(bucket, key, bytes);
      }
    }
    const template = await readFile(stack.templateFile, 'utf8');
    const known = Object.keys((JSON.parse(template) as { Parameters?: object }).Parameters ?? {});
    for (const name of known) declared.add(name);
    if (chosen.length > 1) output.note(stack.stackName);
    const given = Object.entries(options.parameters).filter(([name]) => known.includes(name));
    const parameters = { ...stack.parameters, ...Object.fromEntries(given) };
    const { tags, terminationProtection } = stack;
    deployed.push(
      await deployTemplate(
        client,
        stack.stackName,
        template,
        { ...options, parameters, tags, terminationProtection },
        output,
      ),
    );
  }
  const unknown = Object.keys(options.parameters).filter((name) => !declared.has(name));
  if (unknown.length > 0) throw new CliError(`No stack of ${folder} has the parameters ${unknown.join(', ')}`);
  return deployed;
}

function chooseStacks(
  all: readonly CdkStack[],
  folder: string,
  only: string | undefined,
  stackName: string | undefined,
): readonly CdkStack[] {
  const chosen = all.filter(
    (stack) =>
      (only === undefined || stack.templateFile === only) &&
      (stackName === undefined || stack.stackName === stackName || stack.id === stackName),
  );
  if (chosen.length > 0) return chosen;
  const names = all.map((stack) => stack.stackName).join(', ');
  throw new CliError(`${folder} has no ${stackName === undefined ? 'stack' : `stack ${stackName}; it has ${names}`}`);
}
