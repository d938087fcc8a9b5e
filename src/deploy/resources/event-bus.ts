/** AWS::Events::EventBus. */
import type { JsonObject } from '../../asl/json.ts';
import { pick, type ResourceProvider, textOf } from '../resource-provider.ts';

export const eventBus: ResourceProvider = {
  type: 'AWS::Events::EventBus',
  properties: new Set(['Name', 'Description', 'Policy', 'Tags']),
  requires: [['events', 'CreateEventBus']],
  async create({ properties, services, generatedName }) {
    const name = textOf(properties, 'Name') ?? generatedName.slice(0, 256);
    const optional = pick(properties, ['Description', 'Tags']);
    await services.attempt('events', 'CreateEventBus', { Name: name, ...optional }, ['ResourceAlreadyExistsException']);
    await putPolicy(name, properties, services);
    const { Arn } = await services.call('events', 'DescribeEventBus', { Name: name });
    return { physicalId: name, ref: name, attributes: { Arn: String(Arn), Name: name } };
  },
  async update({ properties, services }, previous) {
    const name = previous.physicalId;
    if ((textOf(properties, 'Name') ?? name) !== name) return 'REPLACE';
    const Description = textOf(properties, 'Description') ?? '';
    await services.call('events', 'UpdateEventBus', { Name: name, Description });
    await putPolicy(name, properties, services);
    const Tags = properties['Tags'];
    if (Tags !== undefined) {
      await services.call('events', 'TagResource', { ResourceARN: previous.attributes['Arn'], Tags });
    }
    return previous;
  },
  async delete({ services }, { physicalId: Name }) {
    await services.attempt('events', 'DeleteEventBus', { Name }, ['ResourceNotFoundException']);
  },
};

async function putPolicy(
  EventBusName: string,
  { Policy }: JsonObject,
  services: { call(service: string, operation: string, params: Record<string, unknown>): Promise<unknown> },
): Promise<void> {
  if (Policy === undefined) return;
  const text = typeof Policy === 'string' ? Policy : JSON.stringify(Policy);
  await services.call('events', 'PutPermission', { EventBusName, Policy: text });
}
