/** What happened to an object, told after it is durable: the source of notifications. */

export type ObjectEventType =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put'
  | 'ObjectTagging:Delete';

export interface ObjectEvent {
  readonly type: ObjectEventType;
  readonly bucket: string;
  readonly key: string;
  /** Of what was created; absent for a removal. */
  readonly size?: number;
  /** Without quotes. */
  readonly eTag?: string;
  readonly versionId?: string;
  /** Hexadecimal; orders the events of one key. */
  readonly sequencer: string;
  readonly eventMs: number;
  readonly region: string;
  /** Of the bucket. */
  readonly account: string;
  readonly requestId: string;
}
