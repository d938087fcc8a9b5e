import type { Operation } from '../../../gateway/operation.ts';
import { parseAliasArn } from '../find-alias.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

/** Idempotent. */
export function deleteStateMachineAlias({
  store,
}: StatesDependencies): Operation<{ readonly stateMachineAliasArn: string }> {
  return ({ stateMachineAliasArn }) => {
    const { arn, machineArn } = parseAliasArn(stateMachineAliasArn);
    return store.exclusively(machineArn, async () => {
      await store.aliases.delete(arn);
      return {};
    });
  };
}
