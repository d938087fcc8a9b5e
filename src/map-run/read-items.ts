/**
 * The items of a distributed Map, from wherever they come, as chunks: nothing is read that nobody asked for yet.
 * The same source gives the same items in the same order, so that a map run which a crash interrupted knows which are done.
 */
import { numberOf } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import { javaDouble } from '../query/java-double.ts';
import { isJsonArray, isJsonObject } from '../query/json-value.ts';
import { type CsvDelimiter, csvItems } from './csv-reader.ts';
import { jsonLinesItems } from './json-lines-reader.ts';
import { jsonItems } from './json-reader.ts';
import { manifestItems } from './manifest-reader.ts';
import { itemReaderFailed } from './map-run-failure.ts';
import { parquetItems } from './parquet-reader.ts';
import type { ObjectAddress, S3Objects } from './s3-objects.ts';
import { textChunks } from './text-chunks.ts';
import { unpacked } from './unpacked.ts';

export interface ItemChunk {
  readonly values: readonly Json[];
  /** Names of the members, when an object is iterated over. */
  readonly keys?: readonly string[];
  /** `$$.Map.Item.Source`. */
  readonly source: string;
}

export type ItemReader = NonNullable<MapRunSettings['itemReader']>;

export interface ItemSource {
  readonly objects: S3Objects;
  /** Told what the object is that the items come from, before the first item. It may refuse it. */
  readonly identify: (tag: string) => Promise<void>;
}

/** Items of the state's input, or of an evaluated `Items`. */
export function* stateItems(items: readonly Json[] | JsonObject): Generator<ItemChunk> {
  if (isJsonArray(items)) yield { values: items, source: STATE_DATA };
  else yield { values: Object.values(items), keys: Object.keys(items), source: STATE_DATA };
}

const STATE_DATA = 'STATE_DATA';

/** AWS stops reading there. */
const MOST_ITEMS = 100_000_000;

/** At most `maxItems` of what the reader finds; 0 means all. */
export async function* readItems(reader: ItemReader, source: ItemSource): AsyncGenerator<ItemChunk> {
  let left = Math.min(reader.maxItems || MOST_ITEMS, MOST_ITEMS);
  if (left < 0) throw itemReaderFailed('field MaxItems must be positive');
  for await (const chunk of allItems(reader, source)) {
    yield chunk.values.length <= left ? chunk : firstOf(chunk, left);
    left -= chunk.values.length;
    if (left <= 0) return;
  }
}

function firstOf({ values, keys, source }: ItemChunk, count: number): ItemChunk {
  return { values: values.slice(0, count), ...(keys && { keys: keys.slice(0, count) }), source };
}

function allItems(reader: ItemReader, source: ItemSource): AsyncGenerator<ItemChunk> {
  const owner = reader.config['ExpectedBucketOwner'];
  const given = isJsonObject(reader.arguments) ? reader.arguments : {};
  const params: JsonObject = owner === undefined ? given : { ...given, ExpectedBucketOwner: owner };
  if (reader.resource.endsWith(':listObjectsV2')) return listedItems(params, reader.config, source);
  const { Bucket, Key } = params;
  if (typeof Bucket !== 'string' || typeof Key !== 'string') {
    throw itemReaderFailed("The fields 'Bucket' and 'Key' of the ItemReader must be strings.");
  }
  const address = params as ObjectAddress;
  const isManifest = reader.config['InputType'] === 'MANIFEST' || reader.config['ManifestType'] !== undefined;
  return isManifest ? manifestItems(address, reader.config, source) : objectItems(address, reader.config, source);
}

/** The items that one object holds. */
export async function* objectItems(
  address: ObjectAddress,
  config: JsonObject,
  { objects, identify }: ItemSource,
): AsyncGenerator<ItemChunk> {
  if (config['InputType'] === 'PARQUET' && address['VersionId'] !== undefined) {
    throw itemReaderFailed("The field 'VersionId' is not supported for the InputType PARQUET.");
  }
  const opened = await objects.open(address);
  await identify(`${uriOf(address)} ${opened.etag ?? ''}`);
  if (config['InputType'] === 'PARQUET') {
    const file = { byteLength: opened.size, slice: (start: number, end: number) => objects.range(address, start, end) };
    await opened.body[Symbol.asyncIterator]().return?.();
    yield* named(parquetItems(file), address);
    return;
  }
  yield* streamItems(opened.body, config, address);
}

/** Items of a file of text, which may be packed. */
export async function* streamItems(
  body: AsyncIterable<Uint8Array>,
  config: JsonObject,
  address: ObjectAddress,
): AsyncGenerator<ItemChunk> {
  const text = textChunks(unpacked(body));
  switch (config['InputType'] ?? 'JSON') {
    case 'CSV':
      yield* named(csvItems(text, csvFormat(config)), address);
      return;
    case 'JSONL':
      yield* named(jsonLinesItems(text), address);
      return;
    default:
      for await (const items of jsonItems(text, String(config['ItemsPointer'] ?? ''))) {
        yield { ...items, source: uriOf(address) };
      }
  }
}

export function csvFormat(config: JsonObject) {
  const delimiter = (config['CSVDelimiter'] ?? 'COMMA') as CsvDelimiter;
  const isGiven = config['CSVHeaderLocation'] === 'GIVEN';
  return isGiven ? { delimiter, headers: config['CSVHeaders'] as readonly string[] } : { delimiter };
}

async function* named(
  items: AsyncIterable<readonly Json[]>,
  address: Pick<ObjectAddress, 'Bucket' | 'Key'>,
): AsyncGenerator<ItemChunk> {
  const source = uriOf(address);
  for await (const values of items) yield { values, source };
}

export function uriOf({ Bucket, Key }: Pick<ObjectAddress, 'Bucket' | 'Key'>): string {
  return `S3://${Bucket}/${Key}`;
}

/** What a bucket holds; with `LOAD_AND_FLATTEN`, what its objects hold. */
async function* listedItems(params: JsonObject, config: JsonObject, source: ItemSource): AsyncGenerator<ItemChunk> {
  const { Bucket } = params;
  if (typeof Bucket !== 'string') throw itemReaderFailed("The field 'Bucket' of the ItemReader must be a string.");
  for await (const page of source.objects.list(params)) {
    if (config['Transformation'] !== 'LOAD_AND_FLATTEN') {
      if (page.length > 0) yield { values: page.map(listedObject), source: `S3://${Bucket}` };
      continue;
    }
    for (const object of page) {
      const Key = String(object['Key']);
      // A folder's own object holds nothing.
      if (Key.endsWith('/') && object['Size'] === 0) continue;
      yield* objectItems({ Bucket, Key }, config, { ...source, identify: async () => {} });
    }
  }
}

/** An object as AWS hands it to a child: times are seconds since the epoch, printed as Java prints doubles. */
function listedObject(object: Readonly<Record<string, unknown>>): JsonObject {
  const modified = object['LastModified'];
  const seconds = modified instanceof Date ? Math.floor(modified.getTime() / 1_000) : Number(modified ?? 0);
  return {
    Etag: String(object['ETag'] ?? ''),
    Key: String(object['Key']),
    LastModified: numberOf(javaDouble(seconds)),
    Size: Number(object['Size'] ?? 0),
    StorageClass: String(object['StorageClass'] ?? 'STANDARD'),
  };
}
