/** AWS::KMS::Key. Keys have no names: after a crash a stack finds its own by its tags. */
import type { JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';
import { allTags, isOwn, staleTagKeys } from './stack-tags.ts';

const FIXED = ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'];
const DEFAULTS: JsonObject = {
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  MultiRegion: false,
  Origin: 'AWS_KMS',
};
const GONE = ['NotFoundException', 'KMSInvalidStateException'];

export const kmsKey: ResourceProvider = {
  type: 'AWS::KMS::Key',
  properties: new Set([
    ...FIXED,
    'Description',
    'KeyPolicy',
    'Enabled',
    'EnableKeyRotation',
    'RotationPeriodInDays',
    'PendingWindowInDays',
    'Tags',
  ]),
  requires: [
    ['kms', 'CreateKey'],
    ['kms', 'PutKeyPolicy'],
    ['kms', 'ScheduleKeyDeletion'],
  ],
  async create(request) {
    const KeyId = (await findOwn(request)) ?? (await make(request));
    return configure(KeyId, request);
  },
  async update(request, previous) {
    const { KeyMetadata } = await request.services.call('kms', 'DescribeKey', { KeyId: previous.physicalId });
    const metadata = KeyMetadata as JsonObject;
    const isOther = FIXED.some((name) => String(request.properties[name] ?? DEFAULTS[name]) !== String(metadata[name]));
    return isOther ? 'REPLACE' : configure(previous.physicalId, request);
  },
  async delete({ services }, { physicalId: KeyId, attributes }) {
    const PendingWindowInDays = Number(attributes['PendingWindowInDays'] ?? 30);
    await services.attempt('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays }, GONE);
  },
};

async function make(request: ResourceRequest): Promise<string> {
  const { properties, services } = request;
  const tags = [
    ...allTags(request, properties['Tags']),
    { Key: 'aws:cloudformation:physical-name', Value: request.generatedName },
  ];
  const { KeyMetadata } = await services.call('kms', 'CreateKey', {
    ...pick(properties, [...FIXED, 'Description']),
    ...(properties['MultiRegion'] !== undefined && { MultiRegion: isTrue(properties['MultiRegion']) }),
    Tags: kmsTags(tags),
  });
  return String((KeyMetadata as JsonObject)['KeyId']);
}

async function findOwn(request: ResourceRequest): Promise<string | undefined> {
  let Marker: unknown;
  do {
    const page = await request.services.call('kms', 'ListKeys', Marker === undefined ? {} : { Marker });
    for (const { KeyId } of (page['Keys'] ?? []) as JsonObject[]) {
      const tags = await presentTags(String(KeyId), request);
      const isSame = tags['aws:cloudformation:physical-name'] === request.generatedName;
      if (isSame && isOwn(request, tags)) return String(KeyId);
    }
    Marker = page['NextMarker'];
  } while (Marker !== undefined);
  return undefined;
}

async function presentTags(KeyId: string, { services }: ResourceRequest): Promise<Readonly<Record<string, string>>> {
  const { Tags } = await services.call('kms', 'ListResourceTags', { KeyId });
  return Object.fromEntries(
    ((Tags ?? []) as JsonObject[]).map((tag) => [String(tag['TagKey']), String(tag['TagValue'])]),
  );
}

async function configure(KeyId: string, request: ResourceRequest): Promise<ResourceInstance> {
  const { properties, services } = request;
  const set = (operation: string, params: Record<string, unknown> = {}) =>
    services.call('kms', operation, { KeyId, ...params });
  await set('EnableKey');
  await set('UpdateKeyDescription', { Description: textOf(properties, 'Description') ?? '' });
  const { KeyPolicy: policy, RotationPeriodInDays: period, PendingWindowInDays } = properties;
  if (policy !== undefined) {
    await set('PutKeyPolicy', { Policy: typeof policy === 'string' ? policy : JSON.stringify(policy) });
  }
  if (isTrue(properties['EnableKeyRotation'])) {
    await set('EnableKeyRotation', period === undefined ? {} : { RotationPeriodInDays: Number(period) });
  } else {
    await set('DisableKeyRotation');
  }
  const wanted = tagMap(properties['Tags']);
  await set('UntagResource', { TagKeys: staleTagKeys(await presentTags(KeyId, request), wanted) });
  await set('TagResource', { Tags: kmsTags(allTags(request, properties['Tags'])) });
  if (properties['Enabled'] !== undefined && !isTrue(properties['Enabled'])) await set('DisableKey');
  const { KeyMetadata } = await set('DescribeKey');
  const Arn = (KeyMetadata as JsonObject)['Arn'];
  if (typeof Arn !== 'string') throw new DeployError('RESOURCE_FAILED', `The key ${KeyId} has no ARN`);
  const attributes = { Arn, KeyId, ...(PendingWindowInDays !== undefined && { PendingWindowInDays }) };
  return { physicalId: KeyId, ref: KeyId, attributes };
}

function kmsTags(tags: readonly { readonly Key: string; readonly Value: string }[]): readonly object[] {
  return tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
}

const isTrue = (value: unknown): boolean => String(value) === 'true';
