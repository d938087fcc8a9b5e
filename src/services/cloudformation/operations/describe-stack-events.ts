import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStack } from '../cloudformation-errors.ts';
import { page } from '../page.ts';
import { eventView } from '../views.ts';

interface Input {
  readonly StackName: string;
  readonly NextToken?: string;
}

/** Newest first. */
export function describeStackEvents({ stacks }: CloudFormation): Operation<Input> {
  return ({ StackName, NextToken }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack) throw noSuchStack(StackName);
    const { items, NextToken: next } = page(stacks.eventsOf(stack.stackId), NextToken);
    return { StackEvents: items.map(eventView), NextToken: next };
  };
}
