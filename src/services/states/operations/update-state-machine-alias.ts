import type { Operation } from '../../../gateway/operation.ts';
import { requireRouting } from '../alias-routing.ts';
import { referencedResourceNotFound, validation } from '../errors.ts';
import { parseAliasArn } from '../find-alias.ts';
import type { RoutingEntry } from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface UpdateStateMachineAliasInput {
  readonly stateMachineAliasArn: string;
  readonly description?: string;
  readonly routingConfiguration?: readonly RoutingEntry[];
}

export function updateStateMachineAlias(dependencies: StatesDependencies): Operation<UpdateStateMachineAliasInput> {
  const { store, clock } = dependencies;
  return ({ stateMachineAliasArn, description, routingConfiguration }) => {
    const { machineArn } = parseAliasArn(stateMachineAliasArn);
    return store.exclusively(machineArn, async () => {
      const alias = store.aliases.get(stateMachineAliasArn);
      if (!alias) throw referencedResourceNotFound();
      if (description === undefined && routingConfiguration === undefined) {
        throw validation(
          'Either the description or the routingConfiguration must be specified',
          'MISSING_REQUIRED_PARAMETER',
        );
      }
      if (routingConfiguration && requireRouting(dependencies, routingConfiguration) !== machineArn) {
        throw validation(
          'Routing configuration must contain versions of the state machine of the alias.',
          'INVALID_ROUTING_CONFIGURATION',
        );
      }
      const updatedMs = clock.now();
      await store.aliases.put(alias.arn, {
        ...alias,
        description: description ?? alias.description,
        routing: routingConfiguration ?? alias.routing,
        updatedMs,
      });
      return { updateDate: new Date(updatedMs) };
    });
  };
}
