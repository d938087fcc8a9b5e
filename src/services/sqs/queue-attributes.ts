/** Which attributes a queue takes, and which values of each. */
import { ApiError } from '../../gateway/operation.ts';
import type { QueueName, QueueRecord } from './queue-record.ts';
import { MAX_MESSAGE_BYTES } from './queue-settings.ts';
import { checkRedriveAllowPolicy, checkRedrivePolicy, parseObject } from './redrive-policy.ts';
import { invalidAttributeValue, unknownAttribute } from './sqs-errors.ts';

type Attributes = Readonly<Record<string, string>>;
type Rule = (name: string, value: string) => void;

const whole =
  (min: number, max: number): Rule =>
  (name, value) => {
    if (!/^\d{1,10}$/.test(value) || Number(value) < min || Number(value) > max) throw invalidAttributeValue(name);
  };

const oneOf =
  (...values: readonly string[]): Rule =>
  (name, value) => {
    if (!values.includes(value)) throw invalidAttributeValue(name);
  };

const policy: Rule = (name, value) => {
  if (value !== '' && !parseObject(value)) throw invalidAttributeValue(name);
};

const RULES: Readonly<Record<string, Rule>> = {
  VisibilityTimeout: whole(0, 43_200),
  DelaySeconds: whole(0, 900),
  MaximumMessageSize: whole(1_024, MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: whole(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: whole(0, 20),
  KmsDataKeyReusePeriodSeconds: whole(60, 86_400),
  KmsMasterKeyId: () => {},
  SqsManagedSseEnabled: oneOf('true', 'false'),
  Policy: policy,
  RedrivePolicy: () => {},
  RedriveAllowPolicy: (_name, value) => value === '' || checkRedriveAllowPolicy(value),
  FifoQueue: oneOf('true', 'false'),
  ContentBasedDeduplication: oneOf('true', 'false'),
  DeduplicationScope: oneOf('messageGroup', 'queue'),
  FifoThroughputLimit: oneOf('perQueue', 'perMessageGroupId'),
};

const FIFO_ONLY = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

export interface AttributeCheck {
  readonly queue: QueueName;
  readonly isFifo: boolean;
  findQueue(name: QueueName): QueueRecord | undefined;
}

/** @throws {ApiError} for the first attribute that the queue cannot have. */
export function checkAttributes(attributes: Attributes, { queue, isFifo, findQueue }: AttributeCheck): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    if (!rule) throw unknownAttribute(name);
    if (!isFifo && FIFO_ONLY.includes(name)) {
      throw new ApiError('InvalidAttributeName', `You can specify the ${name} only when FifoQueue is set to true.`);
    }
    rule(name, value);
  }
  const redrive = attributes['RedrivePolicy'];
  if (redrive) checkRedrivePolicy(redrive, { ...queue, isFifo }, findQueue);
}

/** An empty value takes an attribute away. */
export function mergedAttributes(before: Attributes, changes: Attributes): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ''));
}
