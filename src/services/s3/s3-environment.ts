/** What every operation of the service works with. */
import { createHash } from 'node:crypto';
import type { OperationContext } from '../../gateway/operation.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { ObjectEvent } from './object-event.ts';
import type { ObjectStore } from './object-store.ts';
import type { BucketRecord } from './s3-records.ts';
import type { UploadStore } from './upload-store.ts';

export interface S3 {
  readonly store: ObjectStore;
  readonly uploads: UploadStore;
  now(): number;
  /** Resolves once what follows from the event is on disk. */
  emit(event: ObjectEvent): Promise<void>;
  /** The configuration as it is to be kept. @throws {ApiError} */
  checkNotifications: Notifications['checked'];
}

export interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

export interface ObjectInput extends BucketInput {
  readonly Key: string;
}

/** What happened, with what all events share. Call it when the change is durable, and wait for it. */
export function announce(
  s3: S3,
  context: OperationContext,
  bucket: BucketRecord,
  happened: Pick<ObjectEvent, 'type' | 'key' | 'size' | 'eTag' | 'versionId'> & { readonly sequence: number },
): Promise<void> {
  const { sequence, ...event } = happened;
  return s3.emit({
    ...event,
    versionId: event.versionId === 'null' ? undefined : event.versionId,
    bucket: bucket.name,
    sequencer: sequence.toString(16).toUpperCase().padStart(16, '0'),
    eventMs: s3.now(),
    region: bucket.region,
    account: bucket.account,
    requestId: context.requestId,
  });
}

export const quoted = (eTag: string): string => `"${eTag}"`;

/** S3 tells times of objects in whole seconds. */
export const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

/** A version id as answers state it: not at all where versioning never was on. */
export function versionIdOutput(bucket: BucketRecord, versionId: string): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId;
}

/** The canonical user id of an account: 64 hexadecimal digits, always the same. */
export const canonicalUserId = (account: string): string =>
  createHash('sha256').update(`canonical user of ${account}`).digest('hex');

export const owner = (account: string): { readonly ID: string } => ({ ID: canonicalUserId(account) });
