/** GetDataProtectionPolicy: as it was put; it is not applied to messages. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';

interface Input {
  readonly ResourceArn: string;
}

export function getDataProtectionPolicy({ topics }: SnsDependencies): Operation<Input> {
  return ({ ResourceArn: arn }) => {
    parseTopicArn(arn, 'ResourceArn');
    return { DataProtectionPolicy: topics.require(arn).dataProtectionPolicy ?? '' };
  };
}
