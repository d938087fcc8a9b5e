import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStack, validationError } from '../cloudformation-errors.ts';
import { resourceView } from '../views.ts';

interface Input {
  readonly StackName: string;
  readonly LogicalResourceId: string;
}

export function describeStackResource({ stacks }: CloudFormation): Operation<Input> {
  return ({ StackName, LogicalResourceId }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack) throw noSuchStack(StackName);
    const resource = stack.resources[LogicalResourceId];
    if (!resource) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.stackName}`);
    return {
      StackResourceDetail: { ...resourceView(stack, resource, stacks.eventsOf(stack.stackId)), Metadata: '{}' },
    };
  };
}
