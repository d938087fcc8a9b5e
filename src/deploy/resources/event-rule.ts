/** AWS::Events::Rule with its targets. `Ref` yields the name, behind its bus where that is not the default one. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  type ServiceCalls,
  textOf,
} from '../resource-provider.ts';

interface RulePlace {
  readonly name: string;
  readonly bus: string;
}

const NOT_FOUND = ['ResourceNotFoundException'];
const MAX_NAME = 64;

export const eventRule: ResourceProvider = {
  type: 'AWS::Events::Rule',
  properties: new Set([
    'Name',
    'Description',
    'EventBusName',
    'EventPattern',
    'ScheduleExpression',
    'State',
    'RoleArn',
    'Targets',
    'Tags',
  ]),
  requires: [
    ['events', 'PutRule'],
    ['events', 'PutTargets'],
  ],
  async create(request) {
    const name = textOf(request.properties, 'Name') ?? request.generatedName.slice(0, MAX_NAME);
    return put({ name, bus: busOf(request.properties) }, request);
  },
  async update(request, previous) {
    const place = placeOf(previous);
    const name = textOf(request.properties, 'Name') ?? place.name;
    if (name !== place.name || busOf(request.properties) !== place.bus) return 'REPLACE';
    return put(place, request);
  },
  async delete({ services }, instance) {
    const { name, bus } = placeOf(instance);
    await removeTargets({ name, bus }, new Set(), services);
    await services.attempt('events', 'DeleteRule', { Name: name, EventBusName: bus }, NOT_FOUND);
  },
};

async function put(place: RulePlace, { properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const { name, bus } = place;
  const pattern = properties['EventPattern'];
  const { RuleArn } = await services.call('events', 'PutRule', {
    Name: name,
    EventBusName: bus,
    ...pick(properties, ['Description', 'ScheduleExpression', 'State', 'RoleArn', 'Tags']),
    ...(pattern !== undefined && { EventPattern: typeof pattern === 'string' ? pattern : JSON.stringify(pattern) }),
  });
  const targets = (properties['Targets'] ?? []) as readonly JsonObject[];
  await removeTargets(place, new Set(targets.map(({ Id }) => String(Id))), services);
  if (targets.length > 0) {
    const answer = await services.call('events', 'PutTargets', { Rule: name, EventBusName: bus, Targets: targets });
    const [failed] = (answer['FailedEntries'] ?? []) as JsonObject[];
    if (failed) throw new DeployError('RESOURCE_FAILED', `Target ${failed['TargetId']}: ${failed['ErrorMessage']}`);
  }
  const ref = bus === 'default' ? name : `${bus}|${name}`;
  return { physicalId: ref, ref, attributes: { Arn: String(RuleArn) } };
}

/** Removes targets that are not among the wanted ones; a rule that is gone has none. */
async function removeTargets(place: RulePlace, wanted: ReadonlySet<string>, services: ServiceCalls): Promise<void> {
  const rule = { Rule: place.name, EventBusName: place.bus };
  const listed = await services.attempt('events', 'ListTargetsByRule', rule, NOT_FOUND);
  const Ids = ((listed?.['Targets'] ?? []) as JsonObject[]).map(({ Id }) => String(Id)).filter((id) => !wanted.has(id));
  if (Ids.length > 0) await services.attempt('events', 'RemoveTargets', { ...rule, Ids }, NOT_FOUND);
}

/** By name, for a bus can be given by its ARN too. */
function busOf(properties: JsonObject): string {
  const bus: Json | undefined = properties['EventBusName'];
  return String(bus ?? 'default').replace(/^arn:.*:event-bus\//, '');
}

function placeOf({ physicalId }: ResourceInstance): RulePlace {
  const [first = '', second] = physicalId.split('|');
  return second === undefined ? { name: first, bus: 'default' } : { name: second, bus: first };
}
