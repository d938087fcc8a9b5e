/** RemovePermission: the statement of that label. */
import type { Operation } from '../../../gateway/operation.ts';
import { readPolicy } from '../queue-policy.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { invalidValue } from '../sqs-errors.ts';

interface Input extends QueueInput {
  readonly Label: string;
}

export function removePermission(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { Label: label } = input;
    const { record } = requireQueue(dependencies, input, context);
    const policy = readPolicy(record);
    const left = policy?.Statement.filter(({ Sid }) => Sid !== label) ?? [];
    if (!policy || left.length === policy.Statement.length) throw invalidValue(label, 'Label', "can't find label.");
    const { Policy: _policy, ...attributes } = record.attributes;
    const text = JSON.stringify({ ...policy, Statement: left });
    await dependencies.queues.save({
      ...record,
      attributes: left.length === 0 ? attributes : { ...attributes, Policy: text },
    });
  };
}
