import type { Operation } from '../../../gateway/operation.ts';
import { parseStateMachineArn } from '../arn.ts';
import { requireMachine } from '../find-state-machine.ts';
import { pageOf, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

/** All aliases of a machine, or those that route to a version of it. */
export function listStateMachineAliases(
  dependencies: StatesDependencies,
): Operation<ListInput & { readonly stateMachineArn: string }> {
  return async ({ stateMachineArn, maxResults, nextToken }) => {
    const machine = await requireMachine(dependencies, stateMachineArn);
    const { version } = parseStateMachineArn(stateMachineArn);
    const all = dependencies.store
      .aliasesOf(machine.arn)
      .filter(
        ({ routing }) =>
          version === undefined || routing.some((entry) => entry.stateMachineVersionArn === stateMachineArn),
      );
    const scope = `ListStateMachineAliases ${stateMachineArn}`;
    const page = pageOf(all, ({ arn }) => arn, scope, nextToken, pageSize(maxResults, DEFAULT_PAGE));
    return {
      stateMachineAliases: page.items.map((alias) => ({
        stateMachineAliasArn: alias.arn,
        creationDate: new Date(alias.createdMs),
      })),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
