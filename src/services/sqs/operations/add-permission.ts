/** AddPermission: a statement in the queue's policy, recorded and not enforced. */
import type { Operation } from '../../../gateway/operation.ts';
import { readPolicy } from '../queue-policy.ts';
import { queueArn } from '../queue-record.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { invalidValue, missingParameter } from '../sqs-errors.ts';

interface Input extends QueueInput {
  readonly Label: string;
  readonly AWSAccountIds: readonly string[];
  readonly Actions: readonly string[];
}

const ACTIONS = [
  '*',
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
];

export function addPermission(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { Label: label, AWSAccountIds: accounts, Actions: actions } = input;
    const { record } = requireQueue(dependencies, input, context);
    if (accounts.length === 0) throw missingParameter('AWSAccountIds');
    if (actions.length === 0) throw missingParameter('Actions');
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) {
      throw invalidValue(
        label,
        'Label',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    for (const action of actions) {
      if (!ACTIONS.includes(action)) {
        throw invalidValue(`SQS:${action}`, 'ActionName', 'Only the queue owner is allowed to invoke this action.');
      }
    }
    const arn = queueArn(record);
    const policy = readPolicy(record) ?? { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, Statement: [] };
    if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidValue(label, 'Label', 'Already exists.');
    const one = <T>(values: readonly T[]): T | readonly T[] => (values.length === 1 ? values[0]! : values);
    const statement = {
      Sid: label,
      Effect: 'Allow',
      Principal: { AWS: one(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
      Action: one(actions.map((action) => `SQS:${action}`)),
      Resource: arn,
    };
    const text = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
    await dependencies.queues.save({ ...record, attributes: { ...record.attributes, Policy: text } });
  };
}
