import type { Operation } from '../../../gateway/operation.ts';
import { checksumOutput, parseChecksumAlgorithm } from '../checksums/checksum-request.ts';
import { findCopySource, parseCopySource } from '../copy-source.ts';
import type { FoundVersion } from '../find-version.ts';
import { checkKey } from '../names.ts';
import { type AttributesInput, parseAttributes, parseHeaders, parseMetadata } from '../object-attributes.ts';
import { type CopySourceConditions, checkCopySource, checkWrite, type WriteConditions } from '../preconditions.ts';
import { MAX_UPLOAD_BYTES, receiveBody } from '../receive-body.ts';
import { announce, type ObjectInput, quoted, type S3, versionIdOutput, wholeSeconds } from '../s3-environment.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import type { BucketRecord, ChecksumAlgorithm, ObjectAttributes } from '../s3-records.ts';

export interface CopyObjectInput extends ObjectInput, AttributesInput, CopySourceConditions, WriteConditions {
  readonly CopySource: string;
  readonly ChecksumAlgorithm?: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
  readonly ExpectedSourceBucketOwner?: string;
  readonly CopySourceSSECustomerAlgorithm?: string;
}

/** Bytes are linked, not read, unless the copy needs another checksum or its source came in parts. */
export const copyObject =
  (s3: S3): Operation<CopyObjectInput> =>
  async (input, context) => {
    const bucket = s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    checkKey(input.Key);
    const source = parseCopySource(input.CopySource);
    const found = findCopySource(s3, source, input.ExpectedSourceBucketOwner);
    checkCopySource(found.object, input);
    refuseCopyOntoItself(input, found, source.versionId);
    if (found.object.size > MAX_UPLOAD_BYTES) {
      throw invalidRequest(
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_UPLOAD_BYTES}`,
      );
    }
    checkWrite(input.Key, s3.store.current(input.Bucket, input.Key), input);
    const attributes = copiedAttributes(input, found, bucket);
    const bytes = await copyBytes(s3, found, input.ChecksumAlgorithm);
    const object = await s3.store.put(
      input.Bucket,
      {
        ...attributes,
        key: input.Key,
        account: bucket.account,
        size: found.object.size,
        eTag: bytes.md5,
        checksum: { algorithm: bytes.algorithm, value: bytes.checksum, type: 'FULL_OBJECT' },
      },
      bytes.content,
      { conditions: input },
    );
    await announce(s3, context, bucket, { type: 'ObjectCreated:Copy', ...object });
    return {
      CopyObjectResult: {
        ETag: quoted(object.eTag),
        LastModified: wholeSeconds(object.modifiedMs),
        ...checksumOutput(object.checksum),
      },
      CopySourceVersionId: versionIdOutput(found.bucket, found.object.versionId),
      VersionId: versionIdOutput(bucket, object.versionId),
      ...object.encryption,
    };
  };

function refuseCopyOntoItself(input: CopyObjectInput, { bucket, object }: FoundVersion, versionId?: string): void {
  const isSame = input.Bucket === bucket.name && input.Key === object.key && versionId === undefined;
  const changesSomething =
    input.MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.SSEKMSKeyId !== undefined;
  if (isSame && !changesSomething) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
}

function copiedAttributes(input: CopyObjectInput, { object }: FoundVersion, bucket: BucketRecord): ObjectAttributes {
  // Encryption, storage class and access are always the request's: only metadata and tags are copied.
  const asked = parseAttributes(input, bucket);
  const replacesMetadata = isReplaced('x-amz-metadata-directive', input.MetadataDirective);
  const replacesTags = isReplaced('x-amz-tagging-directive', input.TaggingDirective);
  return {
    ...asked,
    headers: replacesMetadata
      ? parseHeaders(input)
      : { ...object.headers, WebsiteRedirectLocation: input.WebsiteRedirectLocation },
    metadata: replacesMetadata ? parseMetadata(input.Metadata) : object.metadata,
    tags: replacesTags ? asked.tags : object.tags,
  };
}

function isReplaced(name: string, directive: string | undefined): boolean {
  if (directive === undefined || directive === 'COPY') return false;
  if (directive === 'REPLACE') return true;
  throw invalidArgument(
    name === 'x-amz-metadata-directive' ? 'Unknown metadata directive.' : 'Unknown tagging directive.',
    name,
    directive,
  );
}

/** Nobody claims anything of bytes that were here already. */
const NO_HEADERS = { headers: {} };

async function copyBytes(s3: S3, { object }: FoundVersion, asked: string | undefined) {
  const algorithm: ChecksumAlgorithm = asked
    ? parseChecksumAlgorithm(asked)
    : (object.checksum?.algorithm ?? 'CRC64NVME');
  const { contents } = s3.store;
  const nowMs = s3.now();
  if (object.content.type !== 'parts' && object.checksum?.algorithm === algorithm) {
    const content = await contents.duplicate(object.content, nowMs);
    return { content, algorithm, checksum: object.checksum.value, md5: object.eTag };
  }
  const stream = contents.open(object.content, 0, object.size);
  const checksum = { algorithm, wasAsked: true };
  return { algorithm, ...(await receiveBody(contents, nowMs, stream, { checksum, request: NO_HEADERS })) };
}
