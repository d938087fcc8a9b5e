import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { briefWait } from '../brief-wait.ts';
import { changeSetKey, changeSetsOf, requireChangeSet } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable } from '../cloudformation-errors.ts';

interface Input {
  readonly ChangeSetName: string;
  readonly StackName?: string;
  readonly DisableRollback?: boolean;
}

/** Answers when the stack is on its way. The other change sets of the stack no longer fit and go. */
export function executeChangeSet({ stacks, changeSets, clock }: CloudFormation): Operation<Input> {
  return async ({ ChangeSetName, StackName, DisableRollback = false }, context) => {
    const found = requireChangeSet(changeSets, ChangeSetName, StackName, context);
    if (found.executionStatus !== 'AVAILABLE') {
      throw new ApiError(
        'InvalidChangeSetStatus',
        `ChangeSet [${found.id}] cannot be executed in its current status of [${found.status}]`,
      );
    }
    const { order } = found;
    const { done } = await mendable(() =>
      stacks.begin({
        ...order,
        settings: { ...order.settings, disableRollback: DisableRollback },
        ...(DisableRollback && { onFailure: 'DO_NOTHING' }),
      }),
    );
    await changeSets.put(changeSetKey(found), { ...found, executionStatus: 'EXECUTE_COMPLETE' });
    for (const other of changeSetsOf(changeSets, found.stackId)) {
      if (other.id !== found.id) await changeSets.delete(changeSetKey(other));
    }
    await briefWait(done, clock);
    return {};
  };
}
