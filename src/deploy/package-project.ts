/**
 * Turns a project on disk into a template that stands alone: builds functions, uploads their code and the definitions, and writes the S3
 * locations into the template. What `sam build` and `sam package` do.
 *
 * 1. Uploads are named by their content: an unchanged function is neither uploaded nor updated.
 * 2. TypeScript handlers are bundled by esbuild; other code is packed as it stands in its folder.
 */

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Json, JsonObject } from '../asl/json.ts';
import { buildFunction } from './build-function.ts';
import { DeployError } from './deploy-error.ts';
import { isObject, parseTemplateText } from './template.ts';

export interface PackagedProject {
  /** JSON text of the template, every local path replaced. */
  readonly template: string;
  readonly templateFile: string;
  /** Folder whose files the project is made of: what `--watch` watches. */
  readonly folder: string;
  readonly defaultStackName: string;
}

/** Stores an artifact and resolves with its S3 location. */
export type Upload = (name: string, bytes: Uint8Array) => Promise<{ readonly bucket: string; readonly key: string }>;

const TEMPLATE_NAMES = ['template.yaml', 'template.yml', 'template.json', 'sam.yaml'];

/** Finds the template of a project: the path itself, or the usual names in the folder. */
export function findTemplate(path: string): string {
  const full = resolve(path);
  if (!existsSync(full)) throw new DeployError('INVALID_TEMPLATE', `There is no file or folder ${path}`);
  if (statSync(full).isFile()) return full;
  const found = TEMPLATE_NAMES.map((name) => join(full, name)).find((file) => existsSync(file));
  if (!found)
    throw new DeployError('INVALID_TEMPLATE', `${path} holds no template: expected ${TEMPLATE_NAMES.join(', ')}`);
  return found;
}

export async function packageProject(
  path: string,
  upload: Upload,
  onProgress: (message: string) => void = () => {},
): Promise<PackagedProject> {
  const templateFile = findTemplate(path);
  const folder = dirname(templateFile);
  const template = parseTemplateText(await readFile(templateFile, 'utf8'), basename(templateFile));
  const resources = isObject(template['Resources']) ? template['Resources'] : {};
  const globals = (isObject(template['Globals']) ? template['Globals'] : {}) as Record<string, JsonObject>;
  const packaged: Record<string, Json> = {};
  for (const [id, resource] of Object.entries(resources)) {
    packaged[id] = isObject(resource)
      ? await packageResource(id, resource, { folder, globals, upload, onProgress })
      : resource;
  }
  return {
    template: JSON.stringify({ ...template, Resources: packaged }),
    templateFile,
    folder,
    defaultStackName: basename(folder).replaceAll(/[^A-Za-z0-9-]+/g, '-'),
  };
}

interface Packaging {
  readonly folder: string;
  readonly globals: Readonly<Record<string, JsonObject>>;
  readonly upload: Upload;
  readonly onProgress: (message: string) => void;
}

async function packageResource(id: string, resource: JsonObject, packaging: Packaging): Promise<Json> {
  const properties = isObject(resource['Properties']) ? resource['Properties'] : {};
  switch (resource['Type']) {
    case 'AWS::Serverless::Function': {
      const codeUri = properties['CodeUri'] ?? packaging.globals['Function']?.['CodeUri'];
      if (properties['InlineCode'] !== undefined || !isLocal(codeUri)) return resource;
      const location = await functionCode(
        id,
        String(codeUri),
        { ...packaging.globals['Function'], ...properties },
        resource,
        packaging,
      );
      return { ...resource, Properties: { ...properties, CodeUri: `s3://${location.bucket}/${location.key}` } };
    }
    case 'AWS::Lambda::Function': {
      if (!isLocal(properties['Code'])) return resource;
      const location = await functionCode(id, String(properties['Code']), properties, resource, packaging);
      return { ...resource, Properties: { ...properties, Code: { S3Bucket: location.bucket, S3Key: location.key } } };
    }
    case 'AWS::Serverless::StateMachine':
      return packageDefinition(
        resource,
        properties,
        'DefinitionUri',
        packaging,
        (bucket, key) => `s3://${bucket}/${key}`,
      );
    case 'AWS::StepFunctions::StateMachine':
      return packageDefinition(resource, properties, 'DefinitionS3Location', packaging, (Bucket, Key) => ({
        Bucket,
        Key,
      }));
    default:
      return resource;
  }
}

function isLocal(value: Json | undefined): value is string {
  return typeof value === 'string' && !value.startsWith('s3://');
}

async function functionCode(
  id: string,
  path: string,
  properties: JsonObject,
  resource: JsonObject,
  packaging: Packaging,
): Promise<{ bucket: string; key: string }> {
  packaging.onProgress(`Building ${id}`);
  const zip = await buildFunction({
    logicalId: id,
    codeDir: resolve(packaging.folder, path),
    handler: String(properties['Handler'] ?? ''),
    runtime: String(properties['Runtime'] ?? ''),
    metadata: isObject(resource['Metadata']) ? resource['Metadata'] : {},
  });
  return packaging.upload(`${contentName(zip)}.zip`, zip);
}

async function packageDefinition(
  resource: JsonObject,
  properties: JsonObject,
  field: string,
  packaging: Packaging,
  location: (bucket: string, key: string) => Json,
): Promise<Json> {
  const path = properties[field];
  if (!isLocal(path)) return resource;
  const file = resolve(packaging.folder, path);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new DeployError('BUILD_FAILED', `${field} ${path} cannot be read: ${error.message}`);
  });
  const { bucket, key } = await packaging.upload(`${contentName(bytes)}${extname(file)}`, bytes);
  return { ...resource, Properties: { ...properties, [field]: location(bucket, key) } };
}

function contentName(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 40);
}
