import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { page } from '../page.ts';

export function listExports({ stacks }: CloudFormation): Operation<{ readonly NextToken?: string }> {
  return ({ NextToken }, context) => {
    const { items, NextToken: next } = page(stacks.exports(context), NextToken);
    return {
      Exports: items.map(({ name, value, stackId }) => ({ ExportingStackId: stackId, Name: name, Value: value })),
      NextToken: next,
    };
  };
}
