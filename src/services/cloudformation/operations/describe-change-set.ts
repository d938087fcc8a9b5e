import type { Operation } from '../../../gateway/operation.ts';
import { requireChangeSet } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { page } from '../page.ts';
import { changeView } from '../views.ts';

interface Input {
  readonly ChangeSetName: string;
  readonly StackName?: string;
  readonly NextToken?: string;
}

export function describeChangeSet({ changeSets, stacks }: CloudFormation): Operation<Input> {
  return ({ ChangeSetName, StackName, NextToken }, context) => {
    const found = requireChangeSet(changeSets, ChangeSetName, StackName, context);
    const { items, NextToken: next } = page(found.changes, NextToken);
    const { parameters, tags = stacks.find(found.stackId, context)?.tags ?? [], settings, onFailure } = found.order;
    return {
      ChangeSetName: found.name,
      ChangeSetId: found.id,
      StackId: found.stackId,
      StackName: found.stackName,
      Description: found.description,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      CreationTime: new Date(found.createdMs),
      ExecutionStatus: found.executionStatus,
      Status: found.status,
      StatusReason: found.reason,
      NotificationARNs: [],
      RollbackConfiguration: {},
      Capabilities: settings?.capabilities ?? [],
      Tags: tags,
      Changes: items.map(changeView),
      NextToken: next,
      IncludeNestedStacks: false,
      OnStackFailure: onFailure,
    };
  };
}
