import { createHash } from 'node:crypto';
import type { Operation, OperationContext } from '../../../gateway/operation.ts';
import {
  CHECKSUM_MEMBERS,
  type ChecksumMember,
  type ChecksumValues,
  checksumOutput,
} from '../checksums/checksum-request.ts';
import { combineCrcs, isCombinable } from '../checksums/crc-combine.ts';
import { createChecksum } from '../checksums/running-checksum.ts';
import { checkWrite, type WriteConditions } from '../preconditions.ts';
import { announce, type ObjectInput, quoted, type S3, versionIdOutput } from '../s3-environment.ts';
import {
  badChecksum,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
  malformedXml,
} from '../s3-errors.ts';
import type { ObjectRecord, PartRecord, StoredChecksum, UploadRecord } from '../s3-records.ts';

interface CompletedPart extends ChecksumValues {
  readonly PartNumber?: number;
  readonly ETag?: string;
}

export interface CompleteMultipartUploadInput extends ObjectInput, ChecksumValues, WriteConditions {
  readonly UploadId: string;
  readonly MultipartUpload?: { readonly Parts?: readonly CompletedPart[] };
  readonly MpuObjectSize?: number;
  readonly ChecksumType?: string;
}

/** S3's least size of every part but the last: 5 MiB. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/** No byte is copied: the object is a list of its parts' files. */
export const completeMultipartUpload =
  (s3: S3): Operation<CompleteMultipartUploadInput> =>
  async (input, context) => {
    const { Bucket, Key, UploadId } = input;
    const bucket = s3.store.bucket(Bucket, input.ExpectedBucketOwner);
    const { upload, object } = await s3.uploads.exclusively(UploadId, () => complete(s3, input));
    await announce(s3, context, bucket, { type: 'ObjectCreated:CompleteMultipartUpload', ...object });
    return {
      Location: locationOf(context, Bucket, Key),
      Bucket,
      Key,
      ETag: quoted(object.eTag),
      ...checksumOutput(object.checksum),
      ...upload.encryption,
      VersionId: versionIdOutput(bucket, object.versionId),
    };
  };

async function complete(s3: S3, input: CompleteMultipartUploadInput) {
  const { Bucket, Key, UploadId } = input;
  const upload = s3.uploads.upload(Bucket, Key, UploadId);
  const parts = chooseParts(s3, upload, input.MultipartUpload?.Parts ?? []);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  const checksum = wholeChecksum(upload, parts);
  checkWholeChecksum(input, checksum);
  checkWrite(Key, s3.store.current(Bucket, Key), input);
  const content = s3.store.contents.newManifest(s3.now(), {
    parts: parts.map(({ eTag: _eTag, modifiedMs: _modifiedMs, ...part }) => part),
  });
  const kept = new Set(parts.map((part) => part.partNumber));
  const ending = s3.uploads.ending(Bucket, Key, UploadId, (part) => kept.has(part.partNumber));
  const { headers, metadata, tags, storageClass, encryption, acl, account } = upload;
  const object: ObjectRecord = await s3.store.put(
    Bucket,
    {
      headers,
      metadata,
      tags,
      storageClass,
      encryption,
      acl,
      account,
      key: Key,
      size,
      eTag: wholeETag(parts),
      checksum,
    },
    content,
    { conditions: input, changes: ending.changes },
  );
  for (const removal of ending.removals) removal.afterwards();
  return { upload, object };
}

function chooseParts(s3: S3, upload: UploadRecord, listed: readonly CompletedPart[]): readonly PartRecord[] {
  if (listed.length === 0 || listed.length > 10_000) throw malformedXml();
  let previous = 0;
  const parts = listed.map((item) => {
    const { PartNumber = 0 } = item;
    if (PartNumber <= previous) throw invalidPartOrder(upload.uploadId);
    previous = PartNumber;
    const part = s3.uploads.part(upload.uploadId, PartNumber);
    const eTag = item.ETag?.replace(/^"(.*)"$/, '$1') ?? '';
    if (!part || part.eTag !== eTag) throw invalidPart(upload.uploadId, PartNumber, eTag);
    checkPartChecksum(upload, item, part);
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.size < MIN_PART_BYTES) {
      throw entityTooSmall({
        ProposedSize: part.size,
        MinSizeAllowed: MIN_PART_BYTES,
        PartNumber: part.partNumber,
        ETag: part.eTag,
      });
    }
  }
  return parts;
}

function checkPartChecksum(upload: UploadRecord, item: CompletedPart, part: PartRecord): void {
  const algorithm = upload.checksumAlgorithm;
  const stated = item[`Checksum${algorithm}`];
  if (stated === undefined) {
    if (upload.checksumWasAsked && upload.checksumType === 'COMPOSITE') {
      throw invalidRequest(
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
      );
    }
    return;
  }
  if (stated !== part.checksum) throw invalidPart(upload.uploadId, part.partNumber, part.eTag);
}

/** The MD5 of the parts' MD5s, and how many they are. */
function wholeETag(parts: readonly PartRecord[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.eTag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

function wholeChecksum(
  { checksumAlgorithm: algorithm, checksumType: type }: UploadRecord,
  parts: readonly PartRecord[],
): StoredChecksum {
  if (type === 'FULL_OBJECT' && isCombinable(algorithm)) {
    const sums = parts.map(({ checksum, size }) => ({ sum: checksum, size }));
    return { algorithm, type, value: combineCrcs(algorithm, sums) };
  }
  const sum = createChecksum(algorithm);
  for (const part of parts) sum.update(Buffer.from(part.checksum, 'base64'));
  return { algorithm, type, value: `${sum.digest().toString('base64')}-${parts.length}` };
}

function checkWholeChecksum(input: CompleteMultipartUploadInput, whole: StoredChecksum): void {
  for (const member of Object.keys(CHECKSUM_MEMBERS) as ChecksumMember[]) {
    const stated = input[member];
    if (stated === undefined) continue;
    const isSame =
      CHECKSUM_MEMBERS[member] === whole.algorithm && stated.replace(/-\d+$/, '') === whole.value.replace(/-\d+$/, '');
    if (!isSame) throw badChecksum(CHECKSUM_MEMBERS[member]);
  }
}

const locationOf = ({ baseUrl }: OperationContext, bucket: string, key: string): string =>
  `${baseUrl}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
