import { ApiError, type Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { malformedXml } from '../s3-errors.ts';
import { removeObject } from './delete-object.ts';

interface ObjectIdentifier {
  readonly Key: string;
  readonly VersionId?: string;
  readonly ETag?: string;
  readonly LastModifiedTime?: Date;
  readonly Size?: number;
}

export interface DeleteObjectsInput extends BucketInput {
  readonly Delete: { readonly Objects?: readonly ObjectIdentifier[]; readonly Quiet?: boolean };
}

const MAX_KEYS = 1000;

/** Each key succeeds or fails by itself; those of one request share their syncs. */
export const deleteObjects =
  (s3: S3): Operation<DeleteObjectsInput> =>
  async (input, context) => {
    s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    const objects = input.Delete.Objects ?? [];
    if (objects.length === 0 || objects.length > MAX_KEYS) throw malformedXml();
    const deleted: unknown[] = [];
    const errors: unknown[] = [];
    await Promise.all(
      objects.map(async ({ Key, VersionId, ETag, LastModifiedTime, Size }, index) => {
        try {
          const removed = await removeObject(
            s3,
            {
              Bucket: input.Bucket,
              Key,
              VersionId,
              IfMatch: ETag,
              IfMatchLastModifiedTime: LastModifiedTime,
              IfMatchSize: Size,
            },
            context,
          );
          deleted[index] = {
            Key,
            VersionId,
            DeleteMarker: removed.DeleteMarker,
            DeleteMarkerVersionId: removed.DeleteMarker ? removed.VersionId : undefined,
          };
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          errors[index] = { Key, VersionId, Code: error.code, Message: error.message };
        }
      }),
    );
    return {
      Deleted: input.Delete.Quiet ? undefined : deleted.filter((item) => item !== undefined),
      Errors: errors.length > 0 ? errors.filter((item) => item !== undefined) : undefined,
    };
  };
