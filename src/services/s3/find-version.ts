/** The version of an object that a request means, with S3's answers for what is hidden, unknown or a delete marker. */
import type { OperationContext } from '../../gateway/operation.ts';
import { checkKey } from './names.ts';
import type { ObjectInput, S3 } from './s3-environment.ts';
import { deleteMarkerNotAllowed, invalidArgument, noSuchKey, noSuchVersion } from './s3-errors.ts';
import type { BucketRecord, ObjectRecord } from './s3-records.ts';

type HeaderSink = Pick<OperationContext, 'setHeader'>;

export interface VersionInput extends ObjectInput {
  readonly VersionId?: string;
}

export interface FoundVersion {
  readonly bucket: BucketRecord;
  readonly object: ObjectRecord;
}

/** @throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker) */
export function findVersion(s3: S3, input: VersionInput, context: HeaderSink, method: string): FoundVersion {
  const bucket = s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
  checkKey(input.Key);
  const object =
    input.VersionId === undefined
      ? findCurrent(s3, input, context)
      : findExact(s3, input, input.VersionId, context, method);
  return { bucket, object };
}

export function checkVersionId(versionId: string, parameter = 'versionId'): void {
  if (versionId !== 'null' && !/^[\w.-]{32}$/.test(versionId)) {
    throw invalidArgument('Invalid version id specified', parameter, versionId);
  }
}

function findCurrent(s3: S3, { Bucket, Key }: VersionInput, context: HeaderSink): ObjectRecord {
  const object = s3.store.current(Bucket, Key);
  if (object) return object;
  if (s3.store.isHidden(Bucket, Key)) context.setHeader?.('x-amz-delete-marker', 'true');
  throw noSuchKey(Key);
}

function findExact(
  s3: S3,
  { Bucket, Key }: VersionInput,
  versionId: string,
  context: HeaderSink,
  method: string,
): ObjectRecord {
  checkVersionId(versionId);
  const version = s3.store.version(Bucket, Key, versionId);
  if (!version) throw noSuchVersion(Key, versionId);
  if (!version.deleteMarker) return version;
  context.setHeader?.('x-amz-delete-marker', 'true');
  context.setHeader?.('allow', 'DELETE');
  throw deleteMarkerNotAllowed(method);
}
