/** Which attributes a subscription takes, and which values of each. */
import { ApiError } from '../../gateway/operation.ts';
import { parseQueueArn } from '../sqs/queue-record.ts';
import { compileFilter, type FilterScope } from './filter-policy.ts';
import { parseDeliveryPolicy } from './retry-schedule.ts';
import { invalidParameter } from './sns-errors.ts';
import type { Protocol } from './sns-records.ts';

type Attributes = Readonly<Record<string, string>>;

const NAMES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'SubscriptionRoleArn',
  'ReplayPolicy',
];

/** Everything that a subscription would have. @throws {ApiError} in AWS's words. */
export function checkSubscriptionAttributes(attributes: Attributes, protocol: Protocol): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!NAMES.includes(name)) throw invalidParameter('AttributeName');
    if (name === 'ReplayPolicy') throw new ApiError('InvalidParameter', 'Stepwell does not replay archived messages');
    if (name === 'RawMessageDelivery') checkRaw(value, protocol);
    if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
      throw invalidParameter(
        `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
      );
    }
    if (name === 'RedrivePolicy' && value !== '') readRedriveTarget(value);
    if (name === 'DeliveryPolicy' && value !== '') parseDeliveryPolicy(value);
  }
  const policy = attributes['FilterPolicy'];
  if (policy) compileFilter(policy, scopeOf(attributes));
}

export const scopeOf = (attributes: Attributes): FilterScope =>
  attributes['FilterPolicyScope'] === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';

/** ARN of the queue that takes what could not be delivered. @throws {ApiError} */
export function readRedriveTarget(text: string): string {
  const fail = (reason: string) => invalidParameter(`RedrivePolicy: ${reason}`);
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw fail('failed to parse JSON.');
  }
  const target = (policy as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof target !== 'string' || !parseQueueArn(target)) throw fail('deadLetterTargetArn is an invalid arn');
  return target;
}

function checkRaw(value: string, protocol: Protocol): void {
  if (!/^(true|false)$/i.test(value)) {
    throw invalidParameter(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  if (value.toLowerCase() === 'true' && !['sqs', 'http', 'https'].includes(protocol)) {
    throw invalidParameter(`Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
}
