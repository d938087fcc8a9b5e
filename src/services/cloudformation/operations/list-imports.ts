import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { validationError } from '../cloudformation-errors.ts';
import { page } from '../page.ts';

interface Input {
  readonly ExportName: string;
  readonly NextToken?: string;
}

export function listImports({ stacks }: CloudFormation): Operation<Input> {
  return ({ ExportName, NextToken }, context) => {
    const importers = stacks.importersOf(ExportName, context);
    if (importers.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
    const { items, NextToken: next } = page(importers, NextToken);
    return { Imports: items, NextToken: next };
  };
}
