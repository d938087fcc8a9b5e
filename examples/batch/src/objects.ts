/** Objects in S3 as text: whole, as a stream, and written from a stream, so that no file has to fit into memory. */

import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

export const s3 = new S3Client({});

export async function getText(bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body!.transformToString();
}

/** @throws PreconditionFailed when the object is no longer the one with this ETag. */
export async function* readText(bucket: string, key: string, etag?: string): AsyncGenerator<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag && `"${etag}"` }));
  const decoder = new TextDecoder();
  for await (const chunk of Body as Readable) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

export async function putText(bucket: string, key: string, text: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'text/csv; charset=utf-8' }));
}

/** Texts of any length, as one object. */
export async function writeTexts(bucket: string, key: string, texts: AsyncIterable<string>): Promise<void> {
  const Body = Readable.from(texts, { objectMode: false });
  await new Upload({
    client: s3,
    params: { Bucket: bucket, Key: key, Body, ContentType: 'text/csv; charset=utf-8' },
  }).done();
}
