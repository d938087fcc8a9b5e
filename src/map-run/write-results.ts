/** ResultWriter: exports what became of every child, and a manifest that tells where. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import { isJsonObject } from '../query/json-value.ts';
import type { MapRunChild } from '../store/map-run-journal.ts';
import { mapRunUuid } from './child-identity.ts';
import { pendingResult, type ResultOf, resultTexts, type Transformation } from './format-result.ts';
import { resultWriterFailed } from './map-run-failure.ts';
import { ResultFiles, type ResultFolder } from './result-files.ts';
import type { S3Objects } from './s3-objects.ts';

export interface PendingChild {
  readonly index: number;
  readonly input: Json;
}

export interface Exported {
  readonly bucket: string;
  readonly key: string;
}

export type ResultWriter = NonNullable<MapRunSettings['resultWriter']>;

/** Where the results go; `undefined` when they stay in the state's output. */
export function destinationOf(writer: ResultWriter | undefined): { bucket: string; prefix: string } | undefined {
  if (writer?.arguments === undefined) return undefined;
  const { Bucket, Prefix } = (isJsonObject(writer.arguments) ? writer.arguments : {}) as JsonObject;
  if (typeof Bucket !== 'string') throw resultWriterFailed("The field 'Bucket' of the ResultWriter must be a string.");
  return { bucket: Bucket, prefix: typeof Prefix === 'string' ? Prefix : '' };
}

export async function writeResults(
  objects: S3Objects,
  writer: ResultWriter,
  of: ResultOf,
  children: Iterable<MapRunChild>,
  pending: AsyncIterable<PendingChild>,
): Promise<Exported> {
  const { bucket, prefix } = destinationOf(writer)!;
  const transformation = (writer.config['Transformation'] ?? 'NONE') as Transformation;
  const folder: ResultFolder = {
    bucket,
    prefix: `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}${mapRunUuid(of.record.mapRunArn)}/`,
    outputType: writer.config['OutputType'] === 'JSONL' ? 'JSONL' : 'JSON',
  };
  const succeeded = new ResultFiles(objects, folder, 'SUCCEEDED');
  const failed = new ResultFiles(objects, folder, 'FAILED');
  const waiting = new ResultFiles(objects, folder, 'PENDING');
  for (const child of children) {
    const files = child.status === 'SUCCEEDED' ? succeeded : failed;
    for (const text of resultTexts(of, child, transformation)) await files.add(text);
  }
  for await (const { index, input } of pending) await waiting.add(pendingResult(of, index, input));
  const manifest = {
    DestinationBucket: bucket,
    MapRunArn: of.record.mapRunArn,
    ResultFiles: { FAILED: await failed.end(), PENDING: await waiting.end(), SUCCEEDED: await succeeded.end() },
  };
  const key = `${folder.prefix}manifest.json`;
  await objects.put({ Bucket: bucket, Key: key }, Buffer.from(JSON.stringify(manifest)));
  return { bucket, key };
}
