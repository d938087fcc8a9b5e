import type { Operation, OperationContext } from '../../../gateway/operation.ts';
import { checkVersionId } from '../find-version.ts';
import { checkKey } from '../names.ts';
import type { AnyVersion } from '../object-store.ts';
import { checkWrite } from '../preconditions.ts';
import { announce, type ObjectInput, type S3, wholeSeconds } from '../s3-environment.ts';
import { preconditionFailed } from '../s3-errors.ts';

export interface DeleteObjectInput extends ObjectInput {
  readonly VersionId?: string;
  readonly IfMatch?: string;
  readonly IfMatchLastModifiedTime?: Date;
  readonly IfMatchSize?: number;
}

export interface DeleteObjectOutput {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

/** Succeeds for what is not there, as S3 does. */
export const deleteObject =
  (s3: S3): Operation<DeleteObjectInput, DeleteObjectOutput> =>
  (input, context) =>
    removeObject(s3, input, context);

export async function removeObject(
  s3: S3,
  input: DeleteObjectInput,
  context: OperationContext,
): Promise<DeleteObjectOutput> {
  const { Bucket, Key, VersionId } = input;
  const bucket = s3.store.bucket(Bucket, input.ExpectedBucketOwner);
  checkKey(Key);
  if (VersionId !== undefined) {
    checkVersionId(VersionId);
    const { version } = await s3.store.removeVersion(Bucket, Key, VersionId, (found) => checkConditions(input, found));
    if (version) await announce(s3, context, bucket, { type: 'ObjectRemoved:Delete', ...identity(version) });
    return { DeleteMarker: version?.deleteMarker, VersionId: bucket.versioning ? VersionId : undefined };
  }
  const { version, marker } = await s3.store.remove(Bucket, Key, bucket.account, (current) =>
    checkConditions(input, current),
  );
  if (marker) {
    await announce(s3, context, bucket, { type: 'ObjectRemoved:DeleteMarkerCreated', ...identity(marker) });
    return { DeleteMarker: true, VersionId: marker.versionId };
  }
  if (version) await announce(s3, context, bucket, { type: 'ObjectRemoved:Delete', ...identity(version) });
  return {};
}

const identity = ({ key, versionId, sequence }: AnyVersion) => ({ key, versionId, sequence });

function checkConditions(input: DeleteObjectInput, found: AnyVersion | undefined): void {
  const { IfMatchLastModifiedTime, IfMatchSize } = input;
  const object = found?.deleteMarker ? undefined : found;
  if (input.IfMatch !== undefined) checkWrite(input.Key, object, { IfMatch: input.IfMatch });
  if (!object) return;
  if (IfMatchSize !== undefined && IfMatchSize !== object.size) throw preconditionFailed('x-amz-if-match-size');
  if (
    IfMatchLastModifiedTime !== undefined &&
    wholeSeconds(IfMatchLastModifiedTime.getTime()).getTime() !== wholeSeconds(object.modifiedMs).getTime()
  ) {
    throw preconditionFailed('x-amz-if-match-last-modified-time');
  }
}
