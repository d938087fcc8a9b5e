/** What a Map's ItemReader is taken to have read: text as it would lie in the bucket, made into items. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { MapState } from '../../../asl/state-machine.ts';
import { isJsonArray, isJsonObject, memberOf } from '../../../query/json-value.ts';
import { validation } from '../errors.ts';
import { parseJsonText } from '../execution-input.ts';

export interface ReadItems {
  readonly items: readonly Json[];
  /** What an ItemsPointer led to. */
  readonly pointed?: Json;
}

/** @throws {ApiError} ValidationException */
export function readMockedItems(text: string, state: MapState): ReadItems {
  const config = (state.itemReader?.['ReaderConfig'] ?? {}) as JsonObject;
  const pointer = config['ItemsPointer'];
  const type = config['InputType'] ?? 'JSON';
  if (type === 'JSONL') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return { items: capped(lines.map(parse), config) };
  }
  if (type !== 'JSON') {
    throw validation(`mapItemReaderData of InputType '${String(type)}' is not supported; give it as JSON`);
  }
  const read = parse(text);
  const found = typeof pointer === 'string' ? at(read, pointer) : read;
  const items = isJsonArray(found) ? found : isJsonObject(found) ? pairsOf(found) : undefined;
  if (!items) throw validation('mapItemReaderData must hold an array or an object');
  return { items: capped(items, config), ...(typeof pointer === 'string' && { pointed: found }) };
}

function parse(text: string): Json {
  return parseJsonText(text, (reason) => validation(`mapItemReaderData must be valid JSON: ${reason}`));
}

/** A JSON pointer (RFC 6901). */
function at(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isJsonArray(found) ? found[Number(name)] : memberOf(found, name);
  }
  return found;
}

/** AWS iterates over the members of an object as pairs. */
function pairsOf(value: JsonObject): readonly Json[] {
  return Object.entries(value).map(([Key, Value]) => ({ Key, Value }));
}

function capped(items: readonly Json[], config: JsonObject): readonly Json[] {
  const most = config['MaxItems'];
  return typeof most === 'number' && most > 0 ? items.slice(0, most) : items;
}
