/** A queue as it is kept: who owns it, what was set on it. Its messages are elsewhere. */
export interface QueueRecord {
  /** Of this creation: a queue of the same name made later does not see the messages of this one. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** As callers set them; defaults are not kept. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Messages up to this sequence number were purged. */
  readonly purgedThrough: number;
  /** When it was purged last, and by which call if that has a key: made again after a crash, it is no second purge. */
  readonly purgedMs?: number;
  readonly purgedBy?: string;
}

export interface QueueName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export const QUEUES = 'sqs.queues';

export const queueKey = ({ account, region, name }: QueueName): string => `${account}/${region}/${name}`;

export const queueArn = ({ account, region, name }: QueueName): string => `arn:aws:sqs:${region}:${account}:${name}`;

/** `undefined` for what is no queue's ARN. */
export function parseQueueArn(arn: string): QueueName | undefined {
  const match = /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_.-]{1,80})$/.exec(arn);
  return match ? { region: match[1]!, account: match[2]!, name: match[3]! } : undefined;
}
