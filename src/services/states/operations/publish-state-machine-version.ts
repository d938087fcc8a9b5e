import type { Operation } from '../../../gateway/operation.ts';
import { parseStateMachineArn } from '../arn.ts';
import { conflict, stateMachineDeleting, validation } from '../errors.ts';
import { requireMachine } from '../find-state-machine.ts';
import { publishOnce } from '../publish-version.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface PublishStateMachineVersionInput {
  readonly stateMachineArn: string;
  readonly revisionId?: string;
  readonly description?: string;
}

/** AWS's name for the revision that a machine was created with. */
const INITIAL = 'INITIAL';

export function publishStateMachineVersion(
  dependencies: StatesDependencies,
): Operation<PublishStateMachineVersionInput> {
  const { store } = dependencies;
  return (input) => {
    const { arn, machineArn } = parseStateMachineArn(input.stateMachineArn);
    if (arn !== machineArn) throw validation('A version is published from an unqualified state machine ARN.');
    return store.exclusively(machineArn, async () => {
      const machine = await requireMachine(dependencies, arn);
      if (machine.status === 'DELETING') throw stateMachineDeleting(arn);
      const current = store.revision(machine.revisionKey).revisionId ?? INITIAL;
      if (input.revisionId !== undefined && input.revisionId !== current) {
        throw conflict(
          `Failed to publish the State Machine version for revision ${input.revisionId}. The current State Machine revision is ${current}.`,
        );
      }
      const { version, changes } = publishOnce(dependencies, machine, input.description);
      if (changes.length > 0) await store.write(changes);
      return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdMs) };
    });
  };
}
