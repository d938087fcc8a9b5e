/** What an operation answered, in one form for every caller in process, whatever freedom the operation took. */
import { blobBytes, setOwn } from './json-codec.ts';
import type { ByteStream } from './operation.ts';
import type { Member, OperationModel, Shape } from './service-model.ts';
import { toDate } from './timestamps.ts';

export function normaliseOutput(operation: OperationModel, output: unknown): Record<string, unknown> {
  return operation.output ? normaliseStructure(operation.output, output ?? {}) : {};
}

function normaliseStructure(shape: Shape, value: unknown): Record<string, unknown> {
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const item = source[member.name];
    if (item === undefined || item === null) continue;
    result[member.name] = isStream(item) ? item : normalise(member.shape, item);
  }
  return result;
}

const isStream = (value: unknown): value is ByteStream =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

function normalise(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      return normaliseStructure(shape, value);
    case 'list':
      return Array.from(value as Iterable<unknown>, (item) => normalise((shape.element as Member).shape, item));
    case 'map': {
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value as object)) {
        if (item !== undefined && item !== null) setOwn(result, key, normalise((shape.value as Member).shape, item));
      }
      return result;
    }
    case 'timestamp':
      return toDate(value);
    case 'blob':
      return blobBytes(value);
    default:
      return value;
  }
}

/** Streams of bytes become buffers, streams of events become lists. */
export async function collectStreams(
  operation: OperationModel,
  output: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const result = { ...output };
  for (const member of operation.output?.members ?? []) {
    const value = result[member.name];
    if (!isStream(value)) continue;
    const items: unknown[] = [];
    for await (const item of value) items.push(item);
    result[member.name] = member.shape.eventStream ? items : Buffer.concat(items as Uint8Array[]);
  }
  return result;
}
