/** What a queue's attributes mean for its messages, with AWS's defaults. */
import { type RedrivePolicy, readRedrivePolicy } from './redrive-policy.ts';

export interface QueueSettings {
  readonly isFifo: boolean;
  readonly visibilityTimeoutMs: number;
  readonly delayMs: number;
  readonly retentionMs: number;
  readonly waitTimeMs: number;
  readonly maxMessageBytes: number;
  readonly isContentBased: boolean;
  /** Duplicates are looked for within a message group only. */
  readonly isGroupScoped: boolean;
  readonly redrive?: RedrivePolicy;
}

/** 1 MiB. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;

export const ATTRIBUTE_DEFAULTS = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: String(MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
} as const;

export const FIFO_DEFAULTS = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
} as const;

export function settingsOf(attributes: Readonly<Record<string, string>>): QueueSettings {
  const all: Record<string, string> = { ...ATTRIBUTE_DEFAULTS, ...attributes };
  const seconds = (name: string): number => Number(all[name]) * 1_000;
  return {
    isFifo: all['FifoQueue'] === 'true',
    visibilityTimeoutMs: seconds('VisibilityTimeout'),
    delayMs: seconds('DelaySeconds'),
    retentionMs: seconds('MessageRetentionPeriod'),
    waitTimeMs: seconds('ReceiveMessageWaitTimeSeconds'),
    maxMessageBytes: Number(all['MaximumMessageSize']),
    isContentBased: all['ContentBasedDeduplication'] === 'true',
    isGroupScoped: all['DeduplicationScope'] === 'messageGroup',
    redrive: readRedrivePolicy(all['RedrivePolicy']),
  };
}
