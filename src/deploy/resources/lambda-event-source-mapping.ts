/** AWS::Lambda::EventSourceMapping: a queue that feeds a function. */
import type { Json, JsonObject } from '../../asl/json.ts';
import type { ResourceProvider } from '../resource-provider.ts';

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
    const { Tags: _recorded, ...params } = typed(properties);
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
    const { EventSourceArn: _fixed, Tags: _recorded, ...params } = typed(properties);
    await services.call('lambda', 'UpdateEventSourceMapping', { ...params, UUID: previous.physicalId });
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('lambda', 'DeleteEventSourceMapping', { UUID: physicalId }, ['ResourceNotFoundException']);
  },
};

function typed(properties: JsonObject): Record<string, Json> {
  const params: Record<string, Json> = { ...properties };
  for (const name of NUMBERS) if (params[name] !== undefined) params[name] = Number(params[name]);
  if (params['Enabled'] !== undefined) params['Enabled'] = params['Enabled'] === true || params['Enabled'] === 'true';
  return params;
}
