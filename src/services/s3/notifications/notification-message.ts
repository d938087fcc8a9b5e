/** What S3 says about an object's event, to functions, queues and topics, and to EventBridge. */
import { createHash } from 'node:crypto';
import type { ObjectEvent } from '../object-event.ts';

export function notificationMessage(event: ObjectEvent, configurationId: string): string {
  const { bucket, key, size, eTag, versionId, sequencer, account, requestId } = event;
  const principalId = account;
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: event.region,
    eventTime: new Date(event.eventMs).toISOString(),
    eventName: event.type,
    userIdentity: { principalId: `AWS:${principalId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket, ownerIdentity: { principalId }, arn: `arn:aws:s3:::${bucket}` },
      object: { key: formEncoded(key), size, eTag, versionId, sequencer },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** What queues and topics get when a configuration names them. */
export function testMessage(bucket: string, requestId: string, nowMs: number): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(nowMs).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: hostId(requestId),
  });
}

const BRIDGE: Readonly<Record<ObjectEvent['type'], readonly [detailType: string, reason: string]>> = {
  'ObjectCreated:Put': ['Object Created', 'PutObject'],
  'ObjectCreated:Copy': ['Object Created', 'CopyObject'],
  'ObjectCreated:CompleteMultipartUpload': ['Object Created', 'CompleteMultipartUpload'],
  'ObjectRemoved:Delete': ['Object Deleted', 'DeleteObject'],
  'ObjectRemoved:DeleteMarkerCreated': ['Object Deleted', 'DeleteObject'],
  'ObjectTagging:Put': ['Object Tags Added', 'PutObjectTagging'],
  'ObjectTagging:Delete': ['Object Tags Deleted', 'DeleteObjectTagging'],
};

export interface BridgeEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  readonly timeMs: number;
}

export function bridgeEvent(event: ObjectEvent): BridgeEvent {
  const [detailType, reason] = BRIDGE[event.type];
  const { bucket, key, size, eTag, versionId, sequencer } = event;
  const deletion = event.type === 'ObjectRemoved:DeleteMarkerCreated' ? 'Delete Marker Created' : 'Permanently Deleted';
  return {
    source: 'aws.s3',
    detailType,
    resources: [`arn:aws:s3:::${bucket}`],
    timeMs: event.eventMs,
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag: eTag, 'version-id': versionId, sequencer },
      'request-id': event.requestId,
      requester: event.account,
      'source-ip-address': '127.0.0.1',
      reason,
      ...(detailType === 'Object Deleted' && { 'deletion-type': deletion }),
    },
  };
}

/** As forms have it, with slashes left: a blank is a plus. */
function formEncoded(key: string): string {
  return encodeURIComponent(key)
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

function hostId(requestId: string): string {
  return createHash('sha512').update(requestId).digest('base64').slice(0, 76);
}
