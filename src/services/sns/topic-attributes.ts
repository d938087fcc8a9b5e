/** Which attributes a topic takes, and which values of each. */
import { ApiError } from '../../gateway/operation.ts';
import { parseDeliveryPolicy } from './retry-schedule.ts';
import { invalidParameter } from './sns-errors.ts';

type Rule = (name: string, value: string) => void;

const any: Rule = () => {};

const flag: Rule = (name, value) => {
  if (!/^(true|false)$/i.test(value)) throw invalidParameter(`${name} Reason: ${value} is not a boolean`);
};

const policy: Rule = (name, value) => {
  if (value !== '' && !isObject(value)) throw invalidParameter(`${name}: Invalid policy, failed to parse JSON.`);
};

const RULES: Readonly<Record<string, Rule>> = {
  Policy: policy,
  DisplayName: (name, value) => {
    if (value.length > 100) throw invalidParameter(`${name} Reason: must be at most 100 characters long`);
  },
  DeliveryPolicy: (_name, value) => value === '' || void parseDeliveryPolicy(value),
  KmsMasterKeyId: any,
  SignatureVersion: (name, value) => {
    if (value === '2') throw new ApiError('InvalidParameter', 'Stepwell signs notifications with version 1 only');
    if (value !== '1') throw invalidParameter(`${name} Reason: must be 1 or 2`);
  },
  TracingConfig: (name, value) => {
    if (value !== 'PassThrough' && value !== 'Active')
      throw invalidParameter(`${name} Reason: must be PassThrough or Active`);
  },
  FifoTopic: flag,
  ContentBasedDeduplication: flag,
  FifoThroughputScope: (name, value) => {
    if (value !== 'Topic' && value !== 'MessageGroup')
      throw invalidParameter(`${name} Reason: must be Topic or MessageGroup`);
  },
  ArchivePolicy: (name, value) => {
    if (value !== '' && value !== '{}')
      throw new ApiError('InvalidParameter', `Stepwell keeps no archive of messages (${name})`);
  },
};

const FEEDBACK =
  /^(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)$/;
const FIFO_ONLY = ['ContentBasedDeduplication', 'FifoThroughputScope', 'ArchivePolicy'];

/** @throws {ApiError} for the first attribute that the topic cannot have. */
export function checkTopicAttributes(
  attributes: Readonly<Record<string, string>>,
  isFifo: boolean,
  parameter: string,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : FEEDBACK.test(name) ? any : undefined;
    if (!rule)
      throw invalidParameter(parameter === 'Attributes' ? `Attributes Reason: Unknown attribute ${name}` : parameter);
    if (!isFifo && FIFO_ONLY.includes(name)) throw invalidParameter(parameter);
    rule(name, value);
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
