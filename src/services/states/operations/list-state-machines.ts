import type { Operation } from '../../../gateway/operation.ts';
import { stateMachineArn } from '../arn.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface ListInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

export const DEFAULT_PAGE = 100;

export function listStateMachines({ store }: StatesDependencies): Operation<ListInput> {
  return ({ maxResults, nextToken }, { region, account }) => {
    const all = store.machines.list({ prefix: stateMachineArn(region, account, '') });
    const page = pageOf(all, ({ key }) => key, 'ListStateMachines', nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      stateMachines: page.items.map(({ value }) => ({
        stateMachineArn: value.arn,
        name: value.name,
        type: value.type,
        creationDate: new Date(value.createdMs),
      })),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
