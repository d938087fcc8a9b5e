import { expect, test } from 'vitest';
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { createEventsService } from '../../services/events/events-service.ts';
import { createLogsService } from '../../services/logs/logs-service.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { type ResourceInstance, type ResourceRequest, serviceCalls } from '../resource-provider.ts';
import { resourceProviders } from '../resource-providers.ts';

const region = 'us-east-1';
const account = '000000000000';
const functionArn = `arn:aws:lambda:${region}:${account}:function:f`;

function setUp() {
  const { records } = createMemoryStore();
  const nobody = {} as AwsCaller;
  const caller = createEmbeddedCaller([
    createLogsService({ records }),
    createEventsService({ records, caller: nobody }),
  ]);
  const services = serviceCalls(caller, region, account);
  const request = (properties: ResourceRequest['properties']): ResourceRequest => ({
    ...{ logicalId: 'X', stackName: 's', stackId: 'id', region, account, properties, services },
    generatedName: 's-X-ABC',
  });
  return { services, request };
}

const provider = (type: string) => resourceProviders.get(type)!;

test('a log group is made, changed and deleted', async () => {
  const { services, request } = setUp();
  const group = provider('AWS::Logs::LogGroup');
  const made = await group.create(request({ RetentionInDays: 7, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(made).toEqual({
    physicalId: 's-X-ABC',
    ref: 's-X-ABC',
    attributes: { Arn: `arn:aws:logs:${region}:${account}:log-group:s-X-ABC:*` },
  });
  expect(await group.create(request({ RetentionInDays: 7 }))).toEqual(made);
  const described = async () => (await services.call('logs', 'DescribeLogGroups', {}))['logGroups'];
  expect(await described()).toMatchObject([{ logGroupName: 's-X-ABC', retentionInDays: 7 }]);
  expect(await group.update(request({}), made)).toEqual(made);
  expect(await described()).not.toMatchObject([{ retentionInDays: 7 }]);
  expect(await group.update(request({ LogGroupName: 'other' }), made)).toBe('REPLACE');
  await group.delete(request({}), made);
  await group.delete(request({}), made);
  expect(await described()).toEqual([]);
});

test('a bus and its rule with targets follow the template', async () => {
  const { services, request } = setUp();
  const bus = provider('AWS::Events::EventBus');
  const rule = provider('AWS::Events::Rule');
  const madeBus = await bus.create(request({ Name: 'orders', Description: 'd' }));
  expect(madeBus.attributes).toEqual({ Arn: `arn:aws:events:${region}:${account}:event-bus/orders`, Name: 'orders' });
  const properties = {
    EventBusName: madeBus.attributes['Arn']!,
    EventPattern: { source: ['app'] },
    Targets: [
      { Id: 'a', Arn: functionArn },
      { Id: 'b', Arn: functionArn },
    ],
  };
  const made = await rule.create(request(properties));
  expect(made.ref).toBe('orders|s-X-ABC');
  expect(made.attributes['Arn']).toBe(`arn:aws:events:${region}:${account}:rule/orders/s-X-ABC`);
  const targets = async () => {
    const listed = await services.call('events', 'ListTargetsByRule', { Rule: 's-X-ABC', EventBusName: 'orders' });
    return (listed['Targets'] as { Id: string }[]).map(({ Id }) => Id);
  };
  expect(await targets()).toEqual(['a', 'b']);
  const updated = await rule.update(request({ ...properties, Targets: [{ Id: 'b', Arn: functionArn }] }), made);
  expect(updated).toEqual(made);
  expect(await targets()).toEqual(['b']);
  expect(await rule.update(request({ ...properties, EventBusName: 'default' }), made)).toBe('REPLACE');
  await rule.delete(request({}), updated as ResourceInstance);
  await rule.delete(request({}), updated as ResourceInstance);
  await bus.delete(request({}), madeBus);
  await expect(services.call('events', 'DescribeEventBus', { Name: 'orders' })).rejects.toThrow('does not exist');
});

test('a target that cannot be sent to fails the deployment', async () => {
  const { request } = setUp();
  const properties = {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [{ Id: 'a', Arn: 'arn:aws:ecs:us-east-1:1:cluster/c' }],
  };
  await expect(provider('AWS::Events::Rule').create(request(properties))).rejects.toThrow('Target a:');
});
