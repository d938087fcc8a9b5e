import type { Operation } from '../../../gateway/operation.ts';
import { activityArn } from '../arn.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

export function listActivities({ activities }: StatesDependencies): Operation<ListInput> {
  return ({ maxResults, nextToken }, { region, account }) => {
    const all = activities.list({ prefix: activityArn(region, account, '') });
    const page = pageOf(all, ({ key }) => key, 'ListActivities', nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      activities: page.items.map(({ value }) => ({
        activityArn: value.arn,
        name: value.name,
        creationDate: new Date(value.createdMs),
      })),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
