import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStackId, validationError } from '../cloudformation-errors.ts';
import { resourceView } from '../views.ts';

interface Input {
  readonly StackName?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

/** Of a stack, or of the stack that has a resource of this physical id. */
export function describeStackResources({ stacks }: CloudFormation): Operation<Input> {
  return ({ StackName, LogicalResourceId, PhysicalResourceId }, context) => {
    if ((StackName === undefined) === (PhysicalResourceId === undefined))
      throw validationError('Either StackName or PhysicalResourceId must be specified, but not both.');
    const stack =
      StackName === undefined
        ? stacks
            .list(context)
            .find(({ resources }) => Object.values(resources).some((one) => one.physicalId === PhysicalResourceId))
        : stacks.find(StackName, context);
    if (!stack) {
      throw StackName === undefined
        ? validationError(`Stack for ${PhysicalResourceId} does not exist`)
        : noSuchStackId(StackName);
    }
    const events = stacks.eventsOf(stack.stackId);
    const found = Object.values(stack.resources).filter(
      ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
    );
    return { StackResources: found.map((resource) => resourceView(stack, resource, events)) };
  };
}
