import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStackId } from '../cloudformation-errors.ts';
import { page } from '../page.ts';
import { resourceView } from '../views.ts';

interface Input {
  readonly StackName: string;
  readonly NextToken?: string;
}

export function listStackResources({ stacks }: CloudFormation): Operation<Input> {
  return ({ StackName, NextToken }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack) throw noSuchStackId(StackName);
    const events = stacks.eventsOf(stack.stackId);
    const { items, NextToken: next } = page(Object.values(stack.resources), NextToken);
    return { StackResourceSummaries: items.map((one) => resourceView(stack, one, events)), NextToken: next };
  };
}
