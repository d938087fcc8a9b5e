/** GetQueueUrl. */
import type { Operation } from '../../../gateway/operation.ts';
import { queueUrl } from '../queue-url.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';
import { missingParameter, queueDoesNotExist } from '../sqs-errors.ts';

interface Input {
  readonly QueueName: string;
  readonly QueueOwnerAWSAccountId?: string;
}

export function getQueueUrl({ queues }: SqsDependencies): Operation<Input> {
  return ({ QueueName: name, QueueOwnerAWSAccountId: account = '' }, context) => {
    if (name === '') throw missingParameter('QueueName');
    const queue = { account: account || context.account, region: context.region, name };
    if (!queues.get(queue)) throw queueDoesNotExist(context);
    return { QueueUrl: queueUrl(context, queue) };
  };
}
