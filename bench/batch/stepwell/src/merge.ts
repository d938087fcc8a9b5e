/** Merges the chunks in the order of the input: the result files of the Map are in that order. */
import { mergeChunks, read, type WrittenChunk } from '../../files.ts';

interface MergeEvent {
  readonly bucket: string;
  readonly results: { readonly Bucket: string; readonly Key: string };
}

export async function handler({ bucket, results }: MergeEvent) {
  return mergeChunks(bucket, chunksOf(results.Bucket, results.Key));
}

async function* chunksOf(bucket: string, manifestKey: string): AsyncGenerator<WrittenChunk> {
  const { ResultFiles } = JSON.parse((await read(bucket, manifestKey)).toString('utf8')) as {
    ResultFiles: { SUCCEEDED: readonly { readonly Key: string }[] };
  };
  for (const { Key } of ResultFiles.SUCCEEDED) {
    yield* JSON.parse((await read(bucket, Key)).toString('utf8')) as readonly WrittenChunk[];
  }
}
