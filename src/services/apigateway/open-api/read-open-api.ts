/** Reads the body of an import: an OpenAPI 2 or 3 document in JSON or YAML. */
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../../asl/json.ts';
import { badRequest } from '../rest-api-errors.ts';

export interface OpenApi {
  readonly root: JsonObject;
  readonly version: 2 | 3;
  readonly title?: string;
}

export function readOpenApi(body: Uint8Array | string): OpenApi {
  const root = parseDocument(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  const info = objectOf(root['info']);
  const title = typeof info['title'] === 'string' ? info['title'] : undefined;
  if (String(root['swagger'] ?? '').startsWith('2')) return { root, version: 2, title };
  if (String(root['openapi'] ?? '').startsWith('3')) return { root, version: 3, title };
  throw badRequest('Unable to parse API definition because of a malformed or missing swagger/openapi version');
}

function parseDocument(text: string): JsonObject {
  try {
    const value = parse(text, { maxAliasCount: 100 }) as Json;
    if (isObject(value)) return value;
  } catch (error) {
    throw badRequest(`Unable to parse API definition: ${(error as Error).message.split('\n')[0]}`);
  }
  throw badRequest('Unable to parse API definition: expected an object');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** What `{"$ref": "#/a/b"}` points at, or the value itself. */
export function dereference({ root }: OpenApi, value: Json | undefined): JsonObject {
  const ref = isObject(value) ? value['$ref'] : undefined;
  if (typeof ref !== 'string') return objectOf(value);
  let found: Json | undefined = root;
  for (const part of ref.replace(/^#\//, '').split('/')) {
    found = objectOf(found)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (!isObject(found)) throw badRequest(`Unable to resolve the reference ${ref}`);
  return found;
}
