/** Checks the routing of an alias: one or two versions of one machine, with percentages that add up to 100. */
import { parseStateMachineArn } from './arn.ts';
import { referencedResourceNotFound, validation } from './errors.ts';
import type { RoutingEntry } from './state-machine-store.ts';
import type { StatesDependencies } from './states-dependencies.ts';

/** The ARN of the machine that the versions belong to. @throws {ApiError} ValidationException, ResourceNotFound, InvalidArn */
export function requireRouting({ store }: StatesDependencies, routing: readonly RoutingEntry[]): string {
  const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const parsed = arns.map(parseStateMachineArn);
  if (parsed.some(({ version }) => version === undefined)) {
    throw validation(
      `Routing configuration must contain state machine version ARNs. Received: [${arns.join(', ')}]`,
      'INVALID_ROUTING_CONFIGURATION',
    );
  }
  const machineArn = parsed[0]?.machineArn ?? '';
  if (parsed.some((one) => one.machineArn !== machineArn)) {
    throw validation(
      'Routing configuration must contain versions of the same state machine.',
      'INVALID_ROUTING_CONFIGURATION',
    );
  }
  if (new Set(arns).size !== arns.length) {
    throw validation('Routing configuration must not contain duplicate versions.', 'INVALID_ROUTING_CONFIGURATION');
  }
  const total = routing.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100) {
    throw validation(
      `Sum of the weights of the routing configuration must be equal to 100. Received: ${total}`,
      'INVALID_ROUTING_CONFIGURATION',
    );
  }
  if (!arns.every((arn) => store.versions.has(arn))) throw referencedResourceNotFound();
  return machineArn;
}
