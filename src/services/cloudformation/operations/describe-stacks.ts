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
  return ({ StackName, NextToken }, context) => {
    if (StackName !== undefined) {
      const stack = stacks.find(StackName, context);
      if (!stack) throw noSuchStackId(StackName);
      return { Stacks: [stackView(stack, noEchoOf(stacks, stack))] };
    }
    const { items, NextToken: next } = page(stacks.list(context), NextToken);
    return { Stacks: items.map((stack) => stackView(stack, noEchoOf(stacks, stack))), NextToken: next };
  };
}

/** Names of the parameters whose values nobody is to see. */
function noEchoOf(stacks: StackPort, { template, parameters }: StackView): ReadonlySet<string> {
  if (template === '' || Object.keys(parameters).length === 0) return new Set();
  return new Set(stacks.summarise(template).parameters.flatMap(({ name, noEcho }) => (noEcho ? [name] : [])));
}
