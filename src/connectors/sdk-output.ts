/**
 * A service's answer as a task's result: capital first letters, times as the SDK in question writes them, blobs as text.
 * Members that the answer does not have are left out; headers that carry user metadata are there even if empty, as in AWS's SDK.
 */
import type { Json } from '../asl/json.ts';
import type { Member, Shape } from '../gateway/service-model.ts';
import { readBlob } from './payload.ts';
import { sdkName } from './sdk-names.ts';

/** `iso8601`: the second Java SDK, with its names; `epochMs`: the first, with those of the wire, capital letter first. */
export type TimeStyle = 'iso8601' | 'epochMs';

export async function sdkOutput(
  shape: Shape | undefined,
  output: Readonly<Record<string, unknown>>,
  times: TimeStyle,
): Promise<{ readonly [name: string]: Json }> {
  if (!shape) return {};
  return (await fromWire(output, shape, times)) as { readonly [name: string]: Json };
}

async function fromWire(value: unknown, shape: Shape, times: TimeStyle): Promise<Json> {
  switch (shape.type) {
    case 'structure':
      return structure(value as Readonly<Record<string, unknown>>, shape, times);
    case 'list': {
      const { shape: item } = shape.element as Member;
      return Promise.all((value as readonly unknown[]).map((one) => fromWire(one, item, times)));
    }
    case 'map': {
      const { shape: item } = shape.value as Member;
      const entries = Object.entries(value as Readonly<Record<string, unknown>>);
      return Object.fromEntries(
        await Promise.all(entries.map(async ([key, one]) => [key, await fromWire(one, item, times)])),
      ) as Json;
    }
    case 'timestamp':
      return time(value, times);
    case 'blob':
      return blobText(await readBlob(value));
    case 'string':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'boolean':
      return value as Json;
  }
}

async function structure(value: Readonly<Record<string, unknown>>, shape: Shape, times: TimeStyle): Promise<Json> {
  const result: Record<string, Json> = {};
  for (const member of shape.members) {
    const name =
      times === 'iso8601' ? sdkName(member.name) : member.name.charAt(0).toUpperCase() + member.name.slice(1);
    const item = value[member.name];
    if (item !== undefined && item !== null) result[name] = await fromWire(item, member.shape, times);
    else if (member.location === 'headers') result[name] = {};
  }
  return result;
}

function time(value: unknown, times: TimeStyle): Json {
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (times === 'epochMs') return date.getTime();
  // Java's Instant leaves out a fraction of zero.
  return date.toISOString().replace('.000Z', 'Z');
}

function blobText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') && !Buffer.from(text).equals(bytes) ? bytes.toString('base64') : text;
}
