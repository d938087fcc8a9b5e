/**
 * Manifests: files that list files. An S3 inventory's `manifest.json` names CSV files whose rows are the bucket's objects; the
 * manifest that Athena's UNLOAD leaves names data files, one address a line, whose rows are the items.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { isJsonArray, isJsonObject } from '../query/json-value.ts';
import { csvItems } from './csv-reader.ts';
import { itemReaderFailed } from './map-run-failure.ts';
import { parquetItems } from './parquet-reader.ts';
import { type ItemChunk, type ItemSource, streamItems, uriOf } from './read-items.ts';
import type { ObjectAddress } from './s3-objects.ts';
import { textChunks } from './text-chunks.ts';
import { unpacked } from './unpacked.ts';

export async function* manifestItems(
  address: ObjectAddress,
  config: JsonObject,
  source: ItemSource,
): AsyncGenerator<ItemChunk> {
  const opened = await source.objects.open(address);
  await source.identify(`${uriOf(address)} ${opened.etag ?? ''}`);
  let text = '';
  for await (const chunk of textChunks(unpacked(opened.body))) text += chunk;
  if (config['ManifestType'] === 'ATHENA_DATA') yield* athenaItems(text, config, source);
  else yield* inventoryItems(text, source);
}

async function* athenaItems(text: string, config: JsonObject, source: ItemSource): AsyncGenerator<ItemChunk> {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^"|"$/g, ''));
  for (const line of lines) {
    if (line === '') continue;
    const found = /^s3:\/\/([^/]+)\/(.+)$/i.exec(line);
    if (!found) throw itemReaderFailed(`The manifest names '${line}', which is not an address in S3.`);
    yield* fileItems({ Bucket: found[1]!, Key: found[2]! }, config, source);
  }
}

async function* inventoryItems(text: string, source: ItemSource): AsyncGenerator<ItemChunk> {
  const manifest = parseManifest(text);
  const bucket = String(manifest['destinationBucket'] ?? '').replace(/^arn:[^:]*:s3:::/, '');
  const format = manifest['fileFormat'];
  const headers = String(manifest['fileSchema'] ?? '')
    .split(',')
    .map((name) => name.trim());
  const files = isJsonArray(manifest['files']) ? manifest['files'] : [];
  if (bucket === '' || format !== 'CSV') {
    throw itemReaderFailed('The inventory manifest must name a destinationBucket and a fileFormat of CSV.');
  }
  for (const file of files) {
    if (!isJsonObject(file) || typeof file['key'] !== 'string')
      throw itemReaderFailed('A file of the manifest has no key.');
    const address = { Bucket: bucket, Key: file['key'] };
    const { body } = await source.objects.open(address);
    const rows = csvItems(textChunks(unpacked(body)), { delimiter: 'COMMA', headers });
    for await (const values of rows) yield { values: values.map(decodedKey), source: uriOf(address) };
  }
}

/** Inventories in CSV hold their keys URL-encoded. */
function decodedKey(item: JsonObject): JsonObject {
  const { Key } = item;
  if (typeof Key !== 'string' || !/[%+]/.test(Key)) return item;
  try {
    return { ...item, Key: decodeURIComponent(Key.replaceAll('+', ' ')) };
  } catch {
    return item;
  }
}

function parseManifest(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw itemReaderFailed('The manifest is not valid JSON.');
  }
  if (!isJsonObject(value)) throw itemReaderFailed('The manifest must be a JSON object.');
  return value;
}

async function* fileItems(address: ObjectAddress, config: JsonObject, source: ItemSource): AsyncGenerator<ItemChunk> {
  const { objects } = source;
  const { body, size } = await objects.open(address);
  if (config['InputType'] !== 'PARQUET') {
    yield* streamItems(body, config, address);
    return;
  }
  await body[Symbol.asyncIterator]().return?.();
  const file = { byteLength: size, slice: (start: number, end: number) => objects.range(address, start, end) };
  for await (const values of parquetItems(file)) yield { values, source: uriOf(address) };
}
