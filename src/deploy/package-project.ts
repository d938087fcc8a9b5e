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
  return {
    template: await packageTemplate(templateFile, upload, onProgress),
    templateFile,
    folder,
    defaultStackName: basename(folder).replaceAll(/[^A-Za-z0-9-]+/g, '-'),
  };
}

/** The template in a file with every local path replaced, as JSON text. */
async function packageTemplate(file: string, upload: Upload, onProgress: (message: string) => void): Promise<string> {
  const folder = dirname(file);
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new DeployError('BUILD_FAILED', `The template ${file} cannot be read: ${error.message}`);
  });
  const template = parseTemplateText(text, basename(file));
  const resources = isObject(template['Resources']) ? template['Resources'] : {};
  const globals = (isObject(template['Globals']) ? template['Globals'] : {}) as Record<string, JsonObject>;
  const packaging: Packaging = { folder, globals, upload, onProgress };
  const packaged: Record<string, Json> = {};
  for (const [id, resource] of Object.entries(resources)) {
    packaged[id] = isObject(resource) ? await packageResource(id, resource, packaging) : resource;
  }
  return JSON.stringify(await packageIncludes({ ...template, Resources: packaged }, packaging));
}

/** `AWS::Include` of a file beside the template: the server reads it from S3. */
async function packageIncludes(value: Json, packaging: Packaging): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item: Json) => packageIncludes(item, packaging)));
  if (!isObject(value)) return value;
  const { Name, Parameters } = value;
  if (Name === 'AWS::Include' && isObject(Parameters) && isLocal(Parameters['Location'])) {
    const { bucket, key } = await uploadFile('AWS::Include', Parameters['Location'], packaging);
    return { Name, Parameters: { ...Parameters, Location: `s3://${bucket}/${key}` } };
  }
  const members = Object.entries(value).map(async ([name, member]) => [name, await packageIncludes(member, packaging)]);
  return Object.fromEntries(await Promise.all(members)) as Json;
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
      return packageDefinition(resource, properties, 'DefinitionUri', packaging, s3Uri);
    case 'AWS::StepFunctions::StateMachine':
      return packageDefinition(resource, properties, 'DefinitionS3Location', packaging, (Bucket, Key) => ({
        Bucket,
        Key,
      }));
    case 'AWS::Serverless::Api':
    case 'AWS::Serverless::HttpApi':
      return packageDefinition(resource, properties, 'DefinitionUri', packaging, s3Uri);
    case 'AWS::ApiGateway::RestApi':
    case 'AWS::ApiGatewayV2::Api':
      return packageDefinition(resource, properties, 'BodyS3Location', packaging, (Bucket, Key) => ({ Bucket, Key }));
    case 'AWS::CloudFormation::Stack':
      return packageNested(resource, properties, 'TemplateURL', packaging);
    case 'AWS::Serverless::Application':
      return packageNested(resource, properties, 'Location', packaging);
    default:
      return resource;
  }
}

const s3Uri = (bucket: string, key: string): Json => `s3://${bucket}/${key}`;

/** A template of its own beside this one. */
async function packageNested(
  resource: JsonObject,
  properties: JsonObject,
  field: string,
  { folder, upload, onProgress }: Packaging,
): Promise<Json> {
  const path = properties[field];
  if (typeof path !== 'string' || /^(https?|s3):\/\//.test(path)) return resource;
  const template = await packageTemplate(resolve(folder, path), upload, onProgress);
  const bytes = Buffer.from(template);
  const { bucket, key } = await upload(`${contentName(bytes)}.template.json`, bytes);
  return { ...resource, Properties: { ...properties, [field]: `https://s3.amazonaws.com/${bucket}/${key}` } };
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
  const { bucket, key } = await uploadFile(field, path, packaging);
  return { ...resource, Properties: { ...properties, [field]: location(bucket, key) } };
}

async function uploadFile(
  what: string,
  path: string,
  { folder, upload }: Packaging,
): Promise<{ readonly bucket: string; readonly key: string }> {
  const file = resolve(folder, path);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new DeployError('BUILD_FAILED', `${what} ${path} cannot be read: ${error.message}`);
  });
  return upload(`${contentName(bytes)}${extname(file)}`, bytes);
}

function contentName(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 40);
}
