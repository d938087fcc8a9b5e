import type { Operation } from '../../../gateway/operation.ts';
import { wireEvent } from '../../../interpreter/wire-event.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

export interface GetExecutionHistoryInput extends ListInput {
  readonly executionArn: string;
  readonly reverseOrder?: boolean;
  readonly includeExecutionData?: boolean;
}

export function getExecutionHistory({ engine }: StatesDependencies): Operation<GetExecutionHistoryInput> {
  return async ({ executionArn, maxResults, nextToken, reverseOrder = false, includeExecutionData = true }) => {
    requireExecutionArn(executionArn);
    const history = await engine.history(executionArn);
    if (!history) throw executionDoesNotExist(executionArn);
    const scope = `GetExecutionHistory ${executionArn} ${reverseOrder}`;
    const ordered = reverseOrder ? history.toReversed() : history;
    const page = pageOf(ordered, ({ id }) => String(id), scope, nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      events: page.items.map((event) => ({
        ...wireEvent(event, { includeExecutionData }),
        timestamp: new Date(event.timestamp),
      })),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
