/** PutDataProtectionPolicy: recorded; it is not applied to messages. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';

interface Input {
  readonly ResourceArn: string;
  readonly DataProtectionPolicy: string;
}

export function putDataProtectionPolicy({ topics }: SnsDependencies): Operation<Input> {
  return async ({ ResourceArn: arn, DataProtectionPolicy: dataProtectionPolicy }) => {
    parseTopicArn(arn, 'ResourceArn');
    await topics.save({ ...topics.require(arn), dataProtectionPolicy });
  };
}
