/** S3 as map runs need it: objects read as streams or in ranges, listings page by page, objects written. Failures are the run's. */
import type { AwsCaller, CallResult } from '../connectors/aws-caller.ts';
import { describeRefusal, itemReaderFailed, type MapRunFailure, resultWriterFailed } from './map-run-failure.ts';

export interface S3Place {
  readonly region: string;
  readonly account: string;
  readonly signal: AbortSignal;
}

/** `Bucket`, `Key` and whatever else of `GetObject` the author gave. */
export type ObjectAddress = Readonly<Record<string, unknown>> & { readonly Bucket: string; readonly Key: string };

export interface OpenObject {
  readonly etag: string | undefined;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Upload {
  /** All but the last hold 5 MiB at least. */
  add(body: Buffer): Promise<void>;
  complete(): Promise<void>;
  abort(): Promise<void>;
}

export class S3Objects {
  readonly #caller: AwsCaller;
  readonly #place: S3Place;

  constructor(caller: AwsCaller, place: S3Place) {
    this.#caller = caller;
    this.#place = place;
  }

  async open(address: ObjectAddress): Promise<OpenObject> {
    const output = await this.#call('GetObject', address, itemReaderFailed);
    return {
      etag: output['ETag'] as string | undefined,
      size: Number(output['ContentLength'] ?? 0),
      body: output['Body'] as AsyncIterable<Uint8Array>,
    };
  }

  /** Bytes from `start` until before `end`. */
  async range(address: ObjectAddress, start: number, end: number): Promise<Buffer> {
    const { body } = await this.open({ ...address, Range: `bytes=${start}-${end - 1}` });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async whole(address: ObjectAddress): Promise<Buffer> {
    const { body } = await this.open(address);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Pages of `Contents`. */
  async *list(params: Readonly<Record<string, unknown>>): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
    let token: unknown;
    do {
      const page = token === undefined ? params : { ...params, ContinuationToken: token };
      const output = await this.#call('ListObjectsV2', page, itemReaderFailed);
      yield (output['Contents'] ?? []) as readonly Readonly<Record<string, unknown>>[];
      token = output['IsTruncated'] === true ? output['NextContinuationToken'] : undefined;
    } while (token !== undefined);
  }

  async put(address: ObjectAddress, body: Buffer): Promise<void> {
    await this.#call('PutObject', { ...address, Body: body, ContentType: 'application/json' }, resultWriterFailed);
  }

  /** Writes an object in parts, so that nobody has to hold it whole. */
  async beginUpload(address: ObjectAddress): Promise<Upload> {
    const call = (operation: string, params: Readonly<Record<string, unknown>>) =>
      this.#call(operation, { ...address, ...params }, resultWriterFailed);
    const { UploadId } = await call('CreateMultipartUpload', { ContentType: 'application/json' });
    const parts: { readonly PartNumber: number; readonly ETag: unknown }[] = [];
    return {
      async add(body) {
        const PartNumber = parts.length + 1;
        const { ETag } = await call('UploadPart', { UploadId, PartNumber, Body: body });
        parts.push({ PartNumber, ETag });
      },
      async complete() {
        await call('CompleteMultipartUpload', { UploadId, MultipartUpload: { Parts: parts } });
      },
      async abort() {
        await call('AbortMultipartUpload', { UploadId });
      },
    };
  }

  /** Lets go of the uploads that an interrupted export left behind. Who may not do so leaves them. */
  async abortUploads(bucket: string, prefix: string): Promise<void> {
    const quietly = (operation: string, params: Readonly<Record<string, unknown>>) =>
      this.#caller.call({ service: 's3', operation, params: { Bucket: bucket, ...params }, ...this.#place });
    const listed = await quietly('ListMultipartUploads', { Prefix: prefix });
    if (!listed.ok) return;
    for (const { Key, UploadId } of (listed.output['Uploads'] ?? []) as readonly Record<string, unknown>[]) {
      await quietly('AbortMultipartUpload', { Key, UploadId });
    }
  }

  /** Fails if nothing can be written to the bucket, before any work is done for it. */
  async requireBucket(bucket: string): Promise<void> {
    await this.#call('ListObjectsV2', { Bucket: bucket, MaxKeys: 1 }, resultWriterFailed);
  }

  async #call(
    operation: string,
    params: Readonly<Record<string, unknown>>,
    failed: (cause: string) => MapRunFailure,
  ): Promise<(CallResult & { readonly ok: true })['output']> {
    const result = await this.#caller.call({ service: 's3', operation, params, ...this.#place });
    if (!result.ok) throw failed(describeRefusal(result));
    return result.output;
  }
}
