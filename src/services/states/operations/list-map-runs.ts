import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist, invalidToken } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import type { ListInput } from './list-state-machines.ts';

/** An execution that exists has none: creation refuses distributed maps. */
export function listMapRuns({ engine }: StatesDependencies): Operation<ListInput & { readonly executionArn: string }> {
  return async ({ executionArn, nextToken }) => {
    requireExecutionArn(executionArn);
    if (!(await engine.describe(executionArn))) throw executionDoesNotExist(executionArn);
    if (nextToken !== undefined) throw invalidToken();
    return { mapRuns: [] };
  };
}
