/**
 * A request's body into content: streamed once, summed on the way, and kept only if everything that the client said of it is true.
 */
import { createHash } from 'node:crypto';
import type { ByteStream, OperationContext } from '../../gateway/operation.ts';
import { type ChecksumRequest, checkValue } from './checksums/checksum-request.ts';
import { createChecksum, type RunningChecksum } from './checksums/running-checksum.ts';
import type { ContentStore, NewContent } from './content-store.ts';
import {
  badChecksum,
  badMd5,
  contentSha256Mismatch,
  entityTooLarge,
  incompleteBody,
  invalidDigest,
  invalidRequest,
} from './s3-errors.ts';
import type { ChecksumAlgorithm } from './s3-records.ts';

/** S3's limit for one PUT and for one part: 5 GiB. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** Callers in process may hand over bytes or text instead of a stream. */
export type BodyInput = ByteStream | Uint8Array | string | undefined;

export interface BodyClaims {
  readonly checksum: ChecksumRequest;
  /** A further algorithm to sum with, if it is not that of the request. */
  readonly alsoSum?: ChecksumAlgorithm;
  readonly ContentMD5?: string;
  readonly ContentLength?: number;
  /** The request's context, or what of it a caller in process has. */
  readonly request: Pick<OperationContext, 'headers' | 'trailers'>;
}

export interface ReceivedBody {
  readonly content: NewContent;
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64, in the algorithm of the request. */
  readonly checksum: string;
  /** Base64, in the further algorithm. */
  readonly alsoSummed?: string;
}

export async function receiveBody(
  contents: ContentStore,
  nowMs: number,
  body: BodyInput,
  claims: BodyClaims,
): Promise<ReceivedBody> {
  const expectedSize = checkHead(claims);
  const md5 = createHash('md5');
  const checksum = createChecksum(claims.checksum.algorithm);
  const payloadSha256 = /^[0-9a-f]{64}$/i.exec(claims.request.headers['x-amz-content-sha256'] ?? '')?.[0];
  const sha256 = payloadSha256 === undefined ? undefined : createHash('sha256');
  const { alsoSum } = claims;
  const further = alsoSum === undefined || alsoSum === claims.checksum.algorithm ? undefined : createChecksum(alsoSum);
  const sums: RunningChecksum[] = [md5, checksum, sha256, further].filter((sum) => sum !== undefined);
  const receiver = contents.receive(nowMs);
  try {
    let size = 0;
    for await (const chunk of streamOf(body)) {
      if (chunk.length === 0) continue;
      size += chunk.length;
      if (size > MAX_UPLOAD_BYTES) throw entityTooLarge(size, MAX_UPLOAD_BYTES);
      for (const sum of sums) sum.update(chunk);
      await receiver.write(chunk);
    }
    if (expectedSize !== undefined && size !== expectedSize) throw incompleteBody();
    const md5Digest = md5.digest();
    checkMd5(claims.ContentMD5, md5Digest);
    if (sha256 && payloadSha256) checkPayload(payloadSha256, sha256.digest('hex'));
    const sum = checksum.digest().toString('base64');
    checkChecksum(claims, sum);
    return {
      content: await receiver.finish(),
      size,
      md5: md5Digest.toString('hex'),
      checksum: sum,
      alsoSummed: further?.digest().toString('base64'),
    };
  } catch (error) {
    await receiver.abandon();
    throw error;
  }
}

/** What can be refused before a byte is read. Returns the number of bytes to expect. */
function checkHead({ ContentMD5, ContentLength, request: { headers } }: BodyClaims): number | undefined {
  if (ContentMD5 !== undefined && Buffer.from(ContentMD5, 'base64').length !== 16) throw invalidDigest(ContentMD5);
  const decoded = headers['x-amz-decoded-content-length'];
  const isChunked = decoded !== undefined || /aws-chunked/.test(headers['content-encoding'] ?? '');
  const size = decoded !== undefined ? Number(decoded) : isChunked ? undefined : ContentLength;
  if (size !== undefined && size > MAX_UPLOAD_BYTES) throw entityTooLarge(size, MAX_UPLOAD_BYTES);
  return size;
}

function checkMd5(expected: string | undefined, actual: Buffer): void {
  if (expected === undefined) return;
  const calculated = actual.toString('base64');
  if (expected !== calculated) throw badMd5(expected, calculated);
}

function checkPayload(expected: string, actual: string): void {
  if (expected.toLowerCase() !== actual) throw contentSha256Mismatch(expected, actual);
}

function checkChecksum({ checksum, request }: BodyClaims, actual: string): void {
  const { algorithm, expected, trailer } = checksum;
  let claimed = expected;
  if (trailer !== undefined) {
    claimed = request.trailers?.[trailer];
    if (claimed === undefined)
      throw invalidRequest('The request did not carry the trailer that x-amz-trailer announced.');
    checkValue(algorithm, claimed);
  }
  if (claimed !== undefined && claimed !== actual) throw badChecksum(algorithm);
}

function streamOf(body: BodyInput): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (body === undefined) return [];
  if (typeof body === 'string') return [Buffer.from(body)];
  return body instanceof Uint8Array ? [body] : body;
}
