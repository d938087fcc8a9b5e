/**
 * The subresources of a bucket that are recorded and given back, and what a bucket has of each when nothing was ever put there.
 * One row each; `operations/bucket-configuration.ts` makes the operations from it.
 */
import { missingConfiguration } from './s3-errors.ts';
import type { BucketRecord } from './s3-records.ts';

export interface BucketConfiguration {
  /** Key in `BucketRecord.configurations`. */
  readonly name: string;
  readonly put?: string;
  readonly get: string;
  readonly delete?: string;
  /** Member of the put's input that holds it. */
  readonly inputMember?: string;
  /** Member of the get's output that holds it; absent: its own members are the output's. */
  readonly outputMember?: string;
  /** Of a bucket that never had one. */
  readonly initial?: unknown;
  /** What a missing one answers; absent: an empty answer. */
  readonly missing?: readonly [code: string, message: string];
}

const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const DEFAULT_ENCRYPTION = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

export const BUCKET_CONFIGURATIONS: readonly BucketConfiguration[] = [
  {
    name: 'encryption',
    put: 'PutBucketEncryption',
    get: 'GetBucketEncryption',
    delete: 'DeleteBucketEncryption',
    inputMember: 'ServerSideEncryptionConfiguration',
    outputMember: 'ServerSideEncryptionConfiguration',
    initial: DEFAULT_ENCRYPTION,
  },
  {
    name: 'lifecycle',
    put: 'PutBucketLifecycleConfiguration',
    get: 'GetBucketLifecycleConfiguration',
    delete: 'DeleteBucketLifecycle',
    inputMember: 'LifecycleConfiguration',
    missing: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  },
  {
    name: 'cors',
    put: 'PutBucketCors',
    get: 'GetBucketCors',
    delete: 'DeleteBucketCors',
    inputMember: 'CORSConfiguration',
    missing: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
  },
  {
    name: 'publicAccessBlock',
    put: 'PutPublicAccessBlock',
    get: 'GetPublicAccessBlock',
    delete: 'DeletePublicAccessBlock',
    inputMember: 'PublicAccessBlockConfiguration',
    outputMember: 'PublicAccessBlockConfiguration',
    initial: BLOCKED,
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  },
  {
    name: 'ownershipControls',
    put: 'PutBucketOwnershipControls',
    get: 'GetBucketOwnershipControls',
    delete: 'DeleteBucketOwnershipControls',
    inputMember: 'OwnershipControls',
    outputMember: 'OwnershipControls',
    initial: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
  },
  {
    // Put by an operation of its own, which checks it.
    name: 'notification',
    get: 'GetBucketNotificationConfiguration',
  },
  {
    name: 'website',
    get: 'GetBucketWebsite',
    delete: 'DeleteBucketWebsite',
    missing: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  },
  // Recorded; nobody writes access logs.
  { name: 'logging', put: 'PutBucketLogging', get: 'GetBucketLogging', inputMember: 'BucketLoggingStatus' },
  { name: 'accelerate', get: 'GetBucketAccelerateConfiguration' },
  { name: 'requestPayment', get: 'GetBucketRequestPayment', initial: { Payer: 'BucketOwner' } },
  {
    name: 'replication',
    get: 'GetBucketReplication',
    missing: ['ReplicationConfigurationNotFoundError', 'The replication configuration was not found'],
  },
  {
    name: 'objectLock',
    get: 'GetObjectLockConfiguration',
    missing: ['ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'],
  },
];

/** What the bucket has now. @throws the configuration's own error if it has none. */
export function readConfiguration(bucket: BucketRecord, configuration: BucketConfiguration): unknown {
  const recorded = bucket.configurations[configuration.name];
  const value = recorded === undefined ? configuration.initial : recorded;
  if (value !== undefined && value !== null) return value;
  if (!configuration.missing) return configuration.initial ?? {};
  throw missingConfiguration(...configuration.missing, bucket.name);
}
