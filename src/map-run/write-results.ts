/** ResultWriter: exports what became of every child, and a manifest that tells where. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import { isJsonObject } from '../query/json-value.ts';
import { mapRunUuid } from './child-identity.ts';
import { type ChildResult, pendingResult, type ResultOf, resultTexts, type Transformation } from './format-result.ts';
import { resultWriterFailed } from './map-run-failure.ts';
import { type ResultFile, ResultFiles, type ResultFolder, type ResultStatus } from './result-files.ts';
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
  pages: AsyncIterable<readonly ChildResult[]>,
  pending: AsyncIterable<PendingChild>,
): Promise<Exported> {
  const { bucket, prefix } = destinationOf(writer)!;
  const transformation = (writer.config['Transformation'] ?? 'NONE') as Transformation;
  const folder: ResultFolder = {
    bucket,
    prefix: `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}${mapRunUuid(of.record.mapRunArn)}/`,
    outputType: writer.config['OutputType'] === 'JSONL' ? 'JSONL' : 'JSON',
  };
  await objects.abortUploads(bucket, folder.prefix);
  const files = {
    FAILED: new ResultFiles(objects, folder, 'FAILED'),
    PENDING: new ResultFiles(objects, folder, 'PENDING'),
    SUCCEEDED: new ResultFiles(objects, folder, 'SUCCEEDED'),
  };
  try {
    for await (const results of pages) {
      for (const result of results) {
        const kind = result.child.status === 'SUCCEEDED' ? files.SUCCEEDED : files.FAILED;
        for (const text of resultTexts(of, result, transformation)) await kind.add(text);
      }
    }
    for await (const { index, input } of pending) await files.PENDING.add(pendingResult(of, index, input));
    const written = {
      FAILED: await files.FAILED.end(),
      PENDING: await files.PENDING.end(),
      SUCCEEDED: await files.SUCCEEDED.end(),
    };
    return await writeManifest(objects, folder, of.record.mapRunArn, written);
  } catch (error) {
    // The failure that is told is the first one.
    for (const file of Object.values(files)) await file.abort().catch(() => {});
    throw error;
  }
}

async function writeManifest(
  objects: S3Objects,
  { bucket, prefix }: ResultFolder,
  mapRunArn: string,
  files: Readonly<Record<ResultStatus, readonly ResultFile[]>>,
): Promise<Exported> {
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files };
  const key = `${prefix}manifest.json`;
  await objects.put({ Bucket: bucket, Key: key }, Buffer.from(JSON.stringify(manifest)));
  return { bucket, key };
}
