import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import { mapRunSummary } from '../map-run-view.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

/** Newest first. */
export function listMapRuns({ engine }: StatesDependencies): Operation<ListInput & { readonly executionArn: string }> {
  return async ({ executionArn, nextToken, maxResults }) => {
    requireExecutionArn(executionArn);
    if (!(await engine.describe(executionArn))) throw executionDoesNotExist(executionArn);
    const all = engine.mapRuns?.ofExecution(executionArn) ?? [];
    const scope = `ListMapRuns ${executionArn}`;
    const page = pageOf(all, ({ mapRunArn }) => mapRunArn, scope, nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      mapRuns: page.items.map(mapRunSummary),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
