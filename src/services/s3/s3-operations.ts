/** The operations of S3 by name. */
import type { Operation } from '../../gateway/operation.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { bucketConfigurationOperations } from './operations/bucket-configuration.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createBucket } from './operations/create-bucket.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteBucket } from './operations/delete-bucket.ts';
import { deleteBucketPolicy } from './operations/delete-bucket-policy.ts';
import { deleteBucketTagging } from './operations/delete-bucket-tagging.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjectTagging } from './operations/delete-object-tagging.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getBucketAcl } from './operations/get-bucket-acl.ts';
import { getBucketLocation } from './operations/get-bucket-location.ts';
import { getBucketPolicy } from './operations/get-bucket-policy.ts';
import { getBucketPolicyStatus } from './operations/get-bucket-policy-status.ts';
import { getBucketTagging } from './operations/get-bucket-tagging.ts';
import { getBucketVersioning } from './operations/get-bucket-versioning.ts';
import { getObject } from './operations/get-object.ts';
import { getObjectAcl } from './operations/get-object-acl.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { getObjectTagging } from './operations/get-object-tagging.ts';
import { headBucket } from './operations/head-bucket.ts';
import { headObject } from './operations/head-object.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjects } from './operations/list-objects.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listParts } from './operations/list-parts.ts';
import { putBucketAcl } from './operations/put-bucket-acl.ts';
import { putBucketNotificationConfiguration } from './operations/put-bucket-notification-configuration.ts';
import { putBucketPolicy } from './operations/put-bucket-policy.ts';
import { putBucketTagging } from './operations/put-bucket-tagging.ts';
import { putBucketVersioning } from './operations/put-bucket-versioning.ts';
import { putObject } from './operations/put-object.ts';
import { putObjectAcl } from './operations/put-object-acl.ts';
import { putObjectTagging } from './operations/put-object-tagging.ts';
import { selectObjectContent } from './operations/select-object-content.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import type { S3 } from './s3-environment.ts';

export function s3Operations(s3: S3): Readonly<Record<string, Operation>> {
  return {
    ...bucketConfigurationOperations(s3),
    AbortMultipartUpload: abortMultipartUpload(s3),
    CompleteMultipartUpload: completeMultipartUpload(s3),
    CopyObject: copyObject(s3),
    CreateBucket: createBucket(s3),
    CreateMultipartUpload: createMultipartUpload(s3),
    DeleteBucket: deleteBucket(s3),
    DeleteBucketPolicy: deleteBucketPolicy(s3),
    DeleteBucketTagging: deleteBucketTagging(s3),
    DeleteObject: deleteObject(s3),
    DeleteObjectTagging: deleteObjectTagging(s3),
    DeleteObjects: deleteObjects(s3),
    GetBucketAcl: getBucketAcl(s3),
    GetBucketLocation: getBucketLocation(s3),
    GetBucketPolicy: getBucketPolicy(s3),
    GetBucketPolicyStatus: getBucketPolicyStatus(s3),
    GetBucketTagging: getBucketTagging(s3),
    GetBucketVersioning: getBucketVersioning(s3),
    GetObject: getObject(s3),
    GetObjectAcl: getObjectAcl(s3),
    GetObjectAttributes: getObjectAttributes(s3),
    GetObjectTagging: getObjectTagging(s3),
    HeadBucket: headBucket(s3),
    HeadObject: headObject(s3),
    ListBuckets: listBuckets(s3),
    ListMultipartUploads: listMultipartUploads(s3),
    ListObjectVersions: listObjectVersions(s3),
    ListObjects: listObjects(s3),
    ListObjectsV2: listObjectsV2(s3),
    ListParts: listParts(s3),
    PutBucketAcl: putBucketAcl(s3),
    PutBucketNotificationConfiguration: putBucketNotificationConfiguration(s3),
    PutBucketPolicy: putBucketPolicy(s3),
    PutBucketTagging: putBucketTagging(s3),
    PutBucketVersioning: putBucketVersioning(s3),
    PutObject: putObject(s3),
    PutObjectAcl: putObjectAcl(s3),
    PutObjectTagging: putObjectTagging(s3),
    SelectObjectContent: selectObjectContent(s3),
    UploadPart: uploadPart(s3),
    UploadPartCopy: uploadPartCopy(s3),
  };
}
