import type { Operation } from '../../../gateway/operation.ts';
import { parseStateMachineArn } from '../arn.ts';
import { conflict, validation } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

/** Idempotent; refused while an alias routes to the version. */
export function deleteStateMachineVersion({
  store,
}: StatesDependencies): Operation<{ readonly stateMachineVersionArn: string }> {
  return ({ stateMachineVersionArn }) => {
    const { machineArn, version } = parseStateMachineArn(stateMachineVersionArn);
    if (version === undefined) throw validation(`Not a state machine version ARN: ${stateMachineVersionArn}`);
    return store.exclusively(machineArn, async () => {
      const aliases = store
        .aliasesOf(machineArn)
        .filter(({ routing }) => routing.some((entry) => entry.stateMachineVersionArn === stateMachineVersionArn))
        .map(({ name }) => name);
      if (aliases.length > 0) {
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.join(', ')}]`,
        );
      }
      await store.versions.delete(stateMachineVersionArn);
      return {};
    });
  };
}
