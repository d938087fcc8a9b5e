import type { Operation } from '../../../gateway/operation.ts';
import type { RecordChange } from '../../../store/records.ts';
import { parseStateMachineArn } from '../arn.ts';
import { validation } from '../errors.ts';
import { ALIASES, MACHINES, put, VERSIONS } from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

/** Idempotent. A machine with running executions is DELETING until the last of them has ended. */
export function deleteStateMachine(dependencies: StatesDependencies): Operation<{ readonly stateMachineArn: string }> {
  const { store, engine } = dependencies;
  return async ({ stateMachineArn }) => {
    const { machineArn, arn } = parseStateMachineArn(stateMachineArn);
    if (arn !== machineArn) {
      throw validation(
        'A state machine is deleted by its unqualified ARN; use DeleteStateMachineVersion for a version.',
      );
    }
    return store.exclusively(machineArn, async () => {
      const machine = store.machines.get(machineArn);
      if (!machine) return {};
      const running = await engine.list({ stateMachineArn: machineArn, status: 'RUNNING' }, 1);
      const remove = (collection: string, key: string): RecordChange => ({ type: 'delete', collection, key });
      await store.write([
        running.items.length > 0
          ? put(MACHINES, machineArn, { ...machine, status: 'DELETING' })
          : remove(MACHINES, machineArn),
        ...store.versionsOf(machineArn).map((version) => remove(VERSIONS, version.arn)),
        ...store.aliasesOf(machineArn).map((alias) => remove(ALIASES, alias.arn)),
      ]);
      return {};
    });
  };
}
