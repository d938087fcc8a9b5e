import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStack } from '../cloudformation-errors.ts';

interface Input {
  readonly StackName: string;
  readonly EnableTerminationProtection: boolean;
}

export function updateTerminationProtection({ stacks }: CloudFormation): Operation<Input> {
  return async ({ StackName, EnableTerminationProtection }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack) throw noSuchStack(StackName);
    await stacks.setTerminationProtection(stack.stackName, context, EnableTerminationProtection);
    return { StackId: stack.stackId };
  };
}
