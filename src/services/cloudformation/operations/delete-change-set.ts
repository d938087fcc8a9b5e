import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { changeSetKey, requireChangeSet } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';

interface Input {
  readonly ChangeSetName: string;
  readonly StackName?: string;
}

/** A change set that is not there is as good as deleted. */
export function deleteChangeSet({ changeSets }: CloudFormation): Operation<Input> {
  return async ({ ChangeSetName, StackName }, context) => {
    try {
      await changeSets.delete(changeSetKey(requireChangeSet(changeSets, ChangeSetName, StackName, context)));
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'ChangeSetNotFoundException')) throw error;
    }
    return {};
  };
}
