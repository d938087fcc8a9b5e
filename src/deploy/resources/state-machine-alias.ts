/** AWS::StepFunctions::StateMachineAlias. A deployment preference takes its version at once: there is no traffic to shift. */
import type { JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const stateMachineAlias: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachineAlias',
  properties: new Set(['Name', 'Description', 'RoutingConfiguration', 'DeploymentPreference']),
  requires: [['states', 'CreateStateMachineAlias']],
  async create(request) {
    const { properties, services, generatedName } = request;
    const name = textOf(properties, 'Name') ?? generatedName.slice(0, 80);
    const routing = routes(request);
    const description = textOf(properties, 'Description');
    const machine = String(routing[0]?.['stateMachineVersionArn']).replace(/:\d+$/, '');
    const made = await services.attempt(
      'states',
      'CreateStateMachineAlias',
      { name, routingConfiguration: routing, ...(description !== undefined && { description }) },
      ['ConflictException'],
    );
    const arn = made === undefined ? `${machine}:${name}` : String(made['stateMachineAliasArn']);
    if (made === undefined) await update(arn, request);
    return { physicalId: arn, ref: arn, attributes: { Arn: arn, Name: name } };
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'Name');
    if (name !== undefined && name !== previous.attributes['Name']) return 'REPLACE';
    await update(previous.physicalId, request);
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn: physicalId });
  },
};

async function update(stateMachineAliasArn: string, request: ResourceRequest): Promise<void> {
  const description = textOf(request.properties, 'Description');
  await request.services.call('states', 'UpdateStateMachineAlias', {
    stateMachineAliasArn,
    routingConfiguration: routes(request),
    ...(description !== undefined && { description }),
  });
}

function routes({ properties }: ResourceRequest): JsonObject[] {
  const preference = properties['DeploymentPreference'] as JsonObject | undefined;
  if (preference) return [{ stateMachineVersionArn: preference['StateMachineVersionArn']!, weight: 100 }];
  const routing = (properties['RoutingConfiguration'] ?? []) as JsonObject[];
  if (routing.length === 0)
    throw new DeployError('INVALID_TEMPLATE', 'an alias needs RoutingConfiguration or DeploymentPreference');
  return routing.map((one) => ({
    stateMachineVersionArn: one['StateMachineVersionArn']!,
    weight: Number(one['Weight'] ?? 100),
  }));
}
