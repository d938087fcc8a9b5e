import type { Operation } from '../../../gateway/operation.ts';
import { type ChecksumInput, checksumOutput, parseChecksumRequest } from '../checksums/checksum-request.ts';
import { checkKey } from '../names.ts';
import { type AttributesInput, parseAttributes } from '../object-attributes.ts';
import { checkWrite, type WriteConditions } from '../preconditions.ts';
import { type BodyInput, receiveBody } from '../receive-body.ts';
import { announce, type ObjectInput, quoted, type S3, versionIdOutput } from '../s3-environment.ts';
import { notImplemented } from '../s3-errors.ts';

export interface PutObjectInput extends ObjectInput, AttributesInput, ChecksumInput, WriteConditions {
  readonly Body?: BodyInput;
  readonly ContentLength?: number;
  readonly ContentMD5?: string;
  readonly WriteOffsetBytes?: number;
}

/** Replaces an object as a whole: until the answer, readers see the old one. */
export const putObject =
  (s3: S3): Operation<PutObjectInput> =>
  async (input, context) => {
    const bucket = s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    checkKey(input.Key);
    if (input.WriteOffsetBytes !== undefined) throw notImplemented('x-amz-write-offset-bytes');
    const attributes = parseAttributes(input, bucket);
    const checksum = parseChecksumRequest(input, context.headers);
    // Checked again when the body is there; a body that is doomed need not be read.
    checkWrite(input.Key, s3.store.current(input.Bucket, input.Key), input);
    const received = await receiveBody(s3.store.contents, s3.now(), input.Body, {
      checksum,
      ContentMD5: input.ContentMD5,
      ContentLength: input.ContentLength,
      request: context,
    });
    const object = await s3.store.put(
      input.Bucket,
      {
        ...attributes,
        key: input.Key,
        account: bucket.account,
        size: received.size,
        eTag: received.md5,
        checksum: { algorithm: checksum.algorithm, value: received.checksum, type: 'FULL_OBJECT' },
      },
      received.content,
      { conditions: input },
    );
    await announce(s3, context, bucket, { type: 'ObjectCreated:Put', ...object });
    return {
      ETag: quoted(object.eTag),
      ...checksumOutput(object.checksum),
      ...object.encryption,
      VersionId: versionIdOutput(s3.store.bucket(input.Bucket), object.versionId),
    };
  };
