import type { Operation } from '../../../gateway/operation.ts';
import { changeSetsOf } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStack } from '../cloudformation-errors.ts';
import { page } from '../page.ts';

interface Input {
  readonly StackName: string;
  readonly NextToken?: string;
}

export function listChangeSets({ stacks, changeSets }: CloudFormation): Operation<Input> {
  return ({ StackName, NextToken }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack) throw noSuchStack(StackName);
    const { items, NextToken: next } = page(changeSetsOf(changeSets, stack.stackId), NextToken);
    const Summaries = items.map((one) => ({
      StackId: one.stackId,
      StackName: one.stackName,
      ChangeSetId: one.id,
      ChangeSetName: one.name,
      ExecutionStatus: one.executionStatus,
      Status: one.status,
      StatusReason: one.reason,
      CreationTime: new Date(one.createdMs),
      Description: one.description,
      IncludeNestedStacks: false,
    }));
    return { Summaries, NextToken: next };
  };
}
