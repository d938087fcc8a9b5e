/** AWS::Lambda::EventSourceMapping: a queue that feeds a function. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { type ResourceProvider, type ServiceCalls, tagMap } from '../resource-provider.ts';
import { staleTagKeys } from './stack-tags.ts';

const NUMBERS = ['BatchSize', 'MaximumBatchingWindowInSeconds'];

export const lambdaEventSourceMapping: ResourceProvider = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: new Set([
    ...NUMBERS,
    'EventSourceArn',
    'FunctionName',
    'Enabled',
    'FilterCriteria',
    'FunctionResponseTypes',
    'ScalingConfig',
    'Tags',
  ]),
  requires: [['lambda', 'CreateEventSourceMapping']],
  async create({ properties, services }) {
    const { EventSourceArn, FunctionName } = properties;
    const { Tags, ...rest } = typed(properties);
    const params = { ...rest, ...(Tags !== undefined && { Tags: tagMap(Tags) }) };
    const made =
      (await services.attempt('lambda', 'CreateEventSourceMapping', params, ['ResourceConflictException'])) ??
      (
        (await services.call('lambda', 'ListEventSourceMappings', { EventSourceArn, FunctionName }))[
          'EventSourceMappings'
        ] as JsonObject[]
      )[0]!;
    const id = String(made['UUID']);
    return { physicalId: id, ref: id, attributes: { Id: id, EventSourceArn: EventSourceArn ?? null } };
  },
  async update({ properties, services }, previous) {
    if (properties['EventSourceArn'] !== previous.attributes['EventSourceArn']) return 'REPLACE';
    const { EventSourceArn: _fixed, Tags, ...params } = typed(properties);
    const made = await services.call('lambda', 'UpdateEventSourceMapping', { ...params, UUID: previous.physicalId });
    await changeTags(services, String(made['EventSourceMappingArn']), tagMap(Tags));
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('lambda', 'DeleteEventSourceMapping', { UUID: physicalId }, ['ResourceNotFoundException']);
  },
};

async function changeTags(
  services: ServiceCalls,
  Resource: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const { Tags } = await services.call('lambda', 'ListTags', { Resource });
  const TagKeys = staleTagKeys(Tags as Readonly<Record<string, string>>, wanted);
  if (TagKeys.length > 0) await services.call('lambda', 'UntagResource', { Resource, TagKeys });
  if (Object.keys(wanted).length > 0) await services.call('lambda', 'TagResource', { Resource, Tags: wanted });
}

function typed(properties: JsonObject): Record<string, Json> {
  const params: Record<string, Json> = { ...properties };
  for (const name of NUMBERS) if (params[name] !== undefined) params[name] = Number(params[name]);
  if (params['Enabled'] !== undefined) params['Enabled'] = params['Enabled'] === true || params['Enabled'] === 'true';
  return params;
}
