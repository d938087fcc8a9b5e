import type { Operation } from '../../../gateway/operation.ts';
import { referencedResourceNotFound } from '../errors.ts';
import { parseAliasArn } from '../find-alias.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export function describeStateMachineAlias({
  store,
}: StatesDependencies): Operation<{ readonly stateMachineAliasArn: string }> {
  return ({ stateMachineAliasArn }) => {
    const { arn } = parseAliasArn(stateMachineAliasArn);
    const alias = store.aliases.get(arn);
    if (!alias) throw referencedResourceNotFound();
    return {
      stateMachineAliasArn: arn,
      name: alias.name,
      ...(alias.description !== undefined && { description: alias.description }),
      routingConfiguration: alias.routing,
      creationDate: new Date(alias.createdMs),
      updateDate: new Date(alias.updatedMs),
    };
  };
}
