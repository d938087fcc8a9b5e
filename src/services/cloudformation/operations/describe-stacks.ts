import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { noSuchStackId } from '../cloudformation-errors.ts';
import { page } from '../page.ts';
import type { StackPort, StackView } from '../stack-port.ts';
import { stackView } from '../views.ts';

interface Input {
  readonly StackName?: string;
  readonly NextToken?: string;
}

export function describeStacks({ stacks }: CloudFormation): Operation<Input> {
  return async ({ StackName, NextToken }, context) => {
    if (StackName !== undefined) {
      const stack = stacks.find(StackName, context);
      if (!stack) throw noSuchStackId(StackName);
      return { Stacks: [stackView(stack, await noEchoOf(stacks, stack))] };
    }
    const { items, NextToken: next } = page(stacks.list(context), NextToken);
    const Stacks = await Promise.all(items.map(async (stack) => stackView(stack, await noEchoOf(stacks, stack))));
    return { Stacks, NextToken: next };
  };
}

/** Names of the parameters whose values nobody is to see. */
async function noEchoOf(stacks: StackPort, { template, parameters }: StackView): Promise<ReadonlySet<string>> {
  if (template === '' || Object.keys(parameters).length === 0) return new Set();
  const summary = await stacks.summarise(template);
  return new Set(summary.parameters.flatMap(({ name, noEcho }) => (noEcho ? [name] : [])));
}
