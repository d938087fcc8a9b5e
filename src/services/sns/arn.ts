/** ARNs of topics, and of subscriptions, which begin with their topic's. */
import type { OperationContext } from '../../gateway/operation.ts';
import { invalidParameter } from './sns-errors.ts';

export interface TopicName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export const topicArn = ({ account, region, name }: TopicName): string => `arn:aws:sns:${region}:${account}:${name}`;

/** @throws {ApiError} in AWS's words. */
export function parseTopicArn(arn: string, parameter = 'TopicArn'): TopicName {
  const parts = checkedParts(arn, parameter);
  const [, , service, region, account, name] = parts;
  if (service !== 'sns' || parts.length !== 6 || !region || !/^\d{12}$/.test(account ?? '') || !name) {
    throw invalidParameter(parameter);
  }
  return { account: account!, region, name };
}

/** @throws {ApiError} */
export function checkSubscriptionArn(arn: string): void {
  const parts = checkedParts(arn, 'SubscriptionArn');
  if (parts[2] !== 'sns') throw invalidParameter('SubscriptionArn');
  if (parts.length < 7) {
    throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 7 elements, not ${parts.length}`);
  }
}

export const topicOfSubscription = (arn: string): string => arn.slice(0, arn.lastIndexOf(':'));

export const isFifoTopic = (arn: string): boolean => arn.endsWith('.fifo');

export const ownTopic = (name: string, { account, region }: OperationContext): TopicName => ({ account, region, name });

function checkedParts(arn: string, parameter: string): readonly string[] {
  const parts = arn.split(':');
  if (parts.length < 6) {
    throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  }
  if (parts[0] !== 'arn') throw invalidParameter(`${parameter} Reason: An ARN must start with arn`);
  return parts;
}
