/**
 * Cloud assemblies: what `cdk synth` leaves in `cdk.out`. Stacks come in the order of their dependencies, with the assets that they name.
 *
 * Nothing of the application runs here: the assembly is as old as its last synthesis.
 */
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { JsonObject } from '../asl/json.ts';
import { zipFolder } from './build-function.ts';
import { DeployError } from './deploy-error.ts';
import type { StackTag } from './stack.ts';
import { isObject } from './template.ts';

export interface CdkStack {
  readonly id: string;
  readonly stackName: string;
  readonly templateFile: string;
  readonly assets: readonly CdkAsset[];
  readonly tags: readonly StackTag[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
  /** Absent: wherever it is deployed to. */
  readonly region?: string;
  readonly account?: string;
}

export interface CdkAsset {
  readonly path: string;
  readonly packaging: 'zip' | 'file';
  /** With the placeholders that CDK writes into them. */
  readonly destinations: readonly { readonly bucketName: string; readonly objectKey: string }[];
}

/** The assembly that a path means: the folder itself, one of its templates, or the output of a CDK application without another template. */
export function findAssembly(path: string): { readonly folder: string; readonly only?: string } | undefined {
  const full = resolve(path);
  if (!existsSync(full)) return undefined;
  if (statSync(full).isFile()) {
    const isTemplate = full.endsWith('.template.json') && existsSync(join(dirname(full), 'manifest.json'));
    return isTemplate ? { folder: dirname(full), only: full } : undefined;
  }
  if (existsSync(join(full, 'manifest.json')) && existsSync(join(full, 'cdk.out'))) return { folder: full };
  const hasTemplate = ['template.yaml', 'template.yml', 'template.json', 'sam.yaml'].some((name) =>
    existsSync(join(full, name)),
  );
  if (hasTemplate || !existsSync(join(full, 'cdk.json'))) return undefined;
  const output = join(full, 'cdk.out');
  if (existsSync(join(output, 'manifest.json'))) return { folder: output };
  throw new DeployError(
    'INVALID_TEMPLATE',
    `${path} is a CDK application that was not synthesised: there is no cdk.out/manifest.json. Run "npx cdk synth" in it first`,
  );
}

/** @throws {DeployError} for what an assembly has and nobody here carries */
export async function readAssembly(folder: string): Promise<readonly CdkStack[]> {
  const manifest = await readJson(join(folder, 'manifest.json'));
  const missing = manifest['missing'];
  if (Array.isArray(missing) && missing.length > 0) {
    const keys = (missing as JsonObject[]).map(({ key }) => String(key)).join(', ');
    throw new DeployError('INVALID_TEMPLATE', `${folder} lacks context that CDK looks up in an account: ${keys}`);
  }
  const artifacts = isObject(manifest['artifacts']) ? (manifest['artifacts'] as Record<string, JsonObject>) : {};
  const stacks: CdkStack[] = [];
  for (const id of ordered(artifacts)) {
    const artifact = artifacts[id]!;
    const properties = isObject(artifact['properties']) ? artifact['properties'] : {};
    if (artifact['type'] === 'aws:cloudformation:stack') stacks.push(await readStack(folder, id, artifact, artifacts));
    if (artifact['type'] === 'cdk:cloud-assembly')
      stacks.push(...(await readAssembly(join(folder, String(properties['directoryName'])))));
  }
  return stacks;
}

export async function packAsset({ path, packaging }: CdkAsset): Promise<Uint8Array> {
  if (!existsSync(path)) throw new DeployError('BUILD_FAILED', `The asset ${path} is not there`);
  return packaging === 'zip' && statSync(path).isDirectory() ? zipFolder(path) : readFile(path);
}

/** `${AWS::Region}` and its like in names of buckets. */
export function withPlace(text: string, { region, account }: { readonly region: string; readonly account: string }) {
  return text
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::Partition}', 'aws');
}

async function readStack(
  folder: string,
  id: string,
  artifact: JsonObject,
  artifacts: Readonly<Record<string, JsonObject>>,
): Promise<CdkStack> {
  const properties = artifact['properties'] as JsonObject;
  const templateFile = join(folder, String(properties['templateFile']));
  const manifests = dependenciesOf(artifact).filter((one) => artifacts[one]?.['type'] === 'cdk:asset-manifest');
  const assets: CdkAsset[] = [];
  for (const one of manifests) {
    const { file } = artifacts[one]!['properties'] as JsonObject;
    assets.push(...(await readAssets(folder, String(file), templateFile)));
  }
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(artifact['environment'])) ?? [];
  return {
    ...{ id, templateFile, assets },
    stackName: String(properties['stackName'] ?? artifact['displayName'] ?? id).replaceAll('/', '-'),
    tags: Object.entries((properties['tags'] ?? {}) as JsonObject).map(([Key, Value]) => ({
      Key,
      Value: String(Value),
    })),
    parameters: (properties['parameters'] ?? {}) as Readonly<Record<string, string>>,
    terminationProtection: properties['terminationProtection'] === true,
    ...(region && region !== 'unknown-region' && { region }),
    ...(account && account !== 'unknown-account' && { account }),
  };
}

async function readAssets(folder: string, file: string, templateFile: string): Promise<CdkAsset[]> {
  const manifest = await readJson(join(folder, file));
  const images = Object.values((manifest['dockerImages'] ?? {}) as JsonObject);
  if (images.length > 0)
    throw new DeployError('UNSUPPORTED', `${file}: assets that are Docker images are not supported`);
  return Object.values((manifest['files'] ?? {}) as Record<string, JsonObject>).flatMap(({ source, destinations }) => {
    const { path, packaging = 'file', executable } = source as JsonObject;
    if (executable !== undefined)
      throw new DeployError('UNSUPPORTED', `${file}: assets that a command makes are not supported`);
    const full = join(folder, String(path));
    // The stack's own template goes to the server as it is.
    if (full === templateFile) return [];
    const to = Object.values(destinations as Record<string, JsonObject>).map(({ bucketName, objectKey }) => ({
      bucketName: String(bucketName),
      objectKey: String(objectKey),
    }));
    return [{ path: full, packaging: packaging as CdkAsset['packaging'], destinations: to }];
  });
}

function ordered(artifacts: Readonly<Record<string, JsonObject>>): readonly string[] {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id) || path.includes(id)) return;
    for (const dependency of dependenciesOf(artifacts[id]))
      if (dependency in artifacts) visit(dependency, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...done];
}

function dependenciesOf(artifact: JsonObject | undefined): readonly string[] {
  return (artifact?.['dependencies'] ?? []) as readonly string[];
}

async function readJson(file: string): Promise<JsonObject> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
  } catch (error) {
    throw new DeployError('INVALID_TEMPLATE', `${file} cannot be read: ${(error as Error).message}`);
  }
}
