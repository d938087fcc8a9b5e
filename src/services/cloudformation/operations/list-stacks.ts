import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { page } from '../page.ts';
import { summaryFields } from '../views.ts';

interface Input {
  readonly StackStatusFilter?: readonly string[];
  readonly NextToken?: string;
}

/** Deleted ones too, unless the filter leaves them out. */
export function listStacks({ stacks }: CloudFormation): Operation<Input> {
  return ({ StackStatusFilter: filter, NextToken }, context) => {
    const all = [...stacks.list(context), ...stacks.listDeleted(context)]
      .filter(({ status }) => filter === undefined || filter.length === 0 || filter.includes(status))
      .sort((a, b) => b.createdMs - a.createdMs);
    const { items, NextToken: next } = page(all, NextToken);
    return {
      StackSummaries: items.map((stack) => ({ ...summaryFields(stack), TemplateDescription: stack.description })),
      NextToken: next,
    };
  };
}
