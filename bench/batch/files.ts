/** Where every contender keeps its files: S3, through the official SDK. The same code for all of them. */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type ChunkResult, ERRORS_HEADER, MERGED_HEADER, type Products, productsOf, readRows } from './process-rows.ts';

/** What is known of a chunk whose rows are in S3. */
export interface WrittenChunk {
  readonly key: string;
  readonly valid: number;
  readonly bad: number;
  readonly errors: string;
}

const PART_BYTES = 8 * 1_048_576;
const READS_AHEAD = 16;
/** `AWS_ENDPOINT_URL` says where it is. */
const s3 = new S3Client({ forcePathStyle: true });

export async function loadProducts(bucket: string): Promise<Products> {
  return productsOf(readRows((await read(bucket, 'products.csv')).toString('utf8'), ','));
}

export async function writeChunk(bucket: string, chunk: string, result: ChunkResult): Promise<WrittenChunk> {
  const { merged, ...rest } = result;
  const key = `chunks/${chunk}.csv`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: merged }));
  return { key, ...rest };
}

export async function openText(bucket: string, key: string): Promise<AsyncIterable<string>> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const stream = Body as NodeJS.ReadableStream;
  stream.setEncoding('utf8');
  return stream as AsyncIterable<string>;
}

export async function read(bucket: string, key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from(await Body!.transformToByteArray());
}

/** The chunks in their order as one object, `merged.csv`; the bad rows as another, `errors.csv`. */
export async function mergeChunks(bucket: string, chunks: AsyncIterable<WrittenChunk> | Iterable<WrittenChunk>) {
  const merged = await Upload.begin(bucket, 'merged.csv');
  await merged.add(Buffer.from(MERGED_HEADER));
  let errors = ERRORS_HEADER;
  let [valid, bad] = [0, 0];
  const reading: Promise<Buffer>[] = [];
  for await (const chunk of chunks) {
    valid += chunk.valid;
    bad += chunk.bad;
    errors += chunk.errors;
    reading.push(read(bucket, chunk.key));
    if (reading.length === READS_AHEAD) await merged.add(await reading.shift()!);
  }
  for (const chunk of reading) await merged.add(await chunk);
  await merged.end();
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'errors.csv', Body: errors }));
  return { valid, bad };
}

/** A multipart upload: memory holds one part. */
class Upload {
  readonly #place: { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
  readonly #parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  #gathered: Buffer[] = [];
  #bytes = 0;

  private constructor(place: { Bucket: string; Key: string; UploadId: string }) {
    this.#place = place;
  }

  static async begin(bucket: string, key: string): Promise<Upload> {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
    return new Upload({ Bucket: bucket, Key: key, UploadId: UploadId! });
  }

  async add(bytes: Buffer): Promise<void> {
    this.#gathered.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= PART_BYTES) await this.#send();
  }

  async end(): Promise<void> {
    if (this.#bytes > 0) await this.#send();
    await s3.send(new CompleteMultipartUploadCommand({ ...this.#place, MultipartUpload: { Parts: this.#parts } }));
  }

  async #send(): Promise<void> {
    const PartNumber = this.#parts.length + 1;
    const Body = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#bytes = 0;
    const { ETag } = await s3.send(new UploadPartCommand({ ...this.#place, PartNumber, Body }));
    this.#parts.push({ PartNumber, ETag });
  }
}
