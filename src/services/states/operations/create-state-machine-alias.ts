import type { Operation } from '../../../gateway/operation.ts';
import { requireRouting } from '../alias-routing.ts';
import { conflict, stateMachineDeleting } from '../errors.ts';
import { requireMachine } from '../find-state-machine.ts';
import type { AliasRecord, RoutingEntry } from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface CreateStateMachineAliasInput {
  readonly name: string;
  readonly description?: string;
  readonly routingConfiguration: readonly RoutingEntry[];
}

/** Idempotent for the same description and routing. */
export function createStateMachineAlias(dependencies: StatesDependencies): Operation<CreateStateMachineAliasInput> {
  const { store, clock } = dependencies;
  return async ({ name, description, routingConfiguration }) => {
    const machineArn = requireRouting(dependencies, routingConfiguration);
    return store.exclusively(machineArn, async () => {
      const machine = await requireMachine(dependencies, machineArn);
      if (machine.status === 'DELETING') throw stateMachineDeleting(machineArn);
      const arn = `${machineArn}:${name}`;
      const nowMs = clock.now();
      const wanted: AliasRecord = {
        arn,
        stateMachineArn: machineArn,
        name,
        description,
        routing: routingConfiguration,
        createdMs: nowMs,
        updatedMs: nowMs,
      };
      const existing = store.aliases.get(arn);
      if (existing && !isSame(existing, wanted)) {
        throw conflict(
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
        );
      }
      if (!existing) await store.aliases.put(arn, wanted);
      return { stateMachineAliasArn: arn, creationDate: new Date((existing ?? wanted).createdMs) };
    });
  };
}

function isSame(left: AliasRecord, right: AliasRecord): boolean {
  const routes = ({ routing }: AliasRecord) =>
    JSON.stringify(routing.map((entry) => [entry.stateMachineVersionArn, entry.weight]).sort());
  return left.description === right.description && routes(left) === routes(right);
}
