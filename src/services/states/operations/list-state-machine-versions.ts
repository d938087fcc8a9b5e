import type { Operation } from '../../../gateway/operation.ts';
import { requireMachine } from '../find-state-machine.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

/** Newest first. */
export function listStateMachineVersions(
  dependencies: StatesDependencies,
): Operation<ListInput & { readonly stateMachineArn: string }> {
  return async ({ stateMachineArn, maxResults, nextToken }) => {
    const machine = await requireMachine(dependencies, stateMachineArn);
    const scope = `ListStateMachineVersions ${machine.arn}`;
    const all = dependencies.store.versionsOf(machine.arn);
    const page = pageOf(all, ({ arn }) => arn, scope, nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      stateMachineVersions: page.items.map((version) => ({
        stateMachineVersionArn: version.arn,
        creationDate: new Date(version.createdMs),
      })),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
