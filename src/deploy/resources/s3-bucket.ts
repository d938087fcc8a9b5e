/** AWS::S3::Bucket. A bucket with objects in it is not deleted: AWS refuses that too. */
import type { JsonObject } from '../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const s3Bucket: ResourceProvider = {
  type: 'AWS::S3::Bucket',
  properties: new Set([
    'BucketName',
    'Tags',
    'VersioningConfiguration',
    'BucketEncryption',
    'PublicAccessBlockConfiguration',
    'OwnershipControls',
    'LifecycleConfiguration',
    'CorsConfiguration',
    'NotificationConfiguration',
  ]),
  requires: [['s3', 'CreateBucket']],
  async create(request) {
    const bucket = textOf(request.properties, 'BucketName') ?? request.generatedName.toLowerCase().slice(0, 63);
    await request.services.attempt('s3', 'CreateBucket', { Bucket: bucket }, ['BucketAlreadyOwnedByYou']);
    await configure(bucket, request);
    return instance(bucket, request.region);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'BucketName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    await configure(previous.physicalId, request);
    return previous;
  },
  async delete(request, { physicalId }) {
    await request.services.attempt('s3', 'DeleteBucket', { Bucket: physicalId }, ['NoSuchBucket']);
  },
};

/** Template property → S3 operation and the name of its payload member. */
const SETTINGS: readonly (readonly [
  property: string,
  operation: string,
  member: string,
  convert?: (value: JsonObject) => unknown,
])[] = [
  ['VersioningConfiguration', 'PutBucketVersioning', 'VersioningConfiguration'],
  ['PublicAccessBlockConfiguration', 'PutPublicAccessBlock', 'PublicAccessBlockConfiguration'],
  ['OwnershipControls', 'PutBucketOwnershipControls', 'OwnershipControls'],
  ['BucketEncryption', 'PutBucketEncryption', 'ServerSideEncryptionConfiguration', encryption],
  ['LifecycleConfiguration', 'PutBucketLifecycleConfiguration', 'LifecycleConfiguration', lifecycle],
  ['CorsConfiguration', 'PutBucketCors', 'CORSConfiguration', cors],
  ['NotificationConfiguration', 'PutBucketNotificationConfiguration', 'NotificationConfiguration', notification],
];

async function configure(bucket: string, request: ResourceRequest): Promise<void> {
  for (const [property, operation, member, convert] of SETTINGS) {
    const value = request.properties[property] as JsonObject | undefined;
    if (value !== undefined)
      await request.services.call('s3', operation, { Bucket: bucket, [member]: convert ? convert(value) : value });
  }
  const tags = request.properties['Tags'];
  if (tags !== undefined)
    await request.services.call('s3', 'PutBucketTagging', { Bucket: bucket, Tagging: { TagSet: tags } });
}

function encryption(value: JsonObject): unknown {
  const rules = (value['ServerSideEncryptionConfiguration'] ?? []) as readonly JsonObject[];
  return {
    Rules: rules.map(({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
      ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
      BucketKeyEnabled,
    })),
  };
}

function lifecycle(value: JsonObject): unknown {
  const rules = (value['Rules'] ?? []) as readonly JsonObject[];
  return {
    Rules: rules.map(({ Id, Prefix, Status, ExpirationInDays, ...rest }) => ({
      ID: Id,
      Filter: { Prefix: Prefix ?? '' },
      Status,
      ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: ExpirationInDays } }),
      ...rest,
    })),
  };
}

function cors(value: JsonObject): unknown {
  return {
    CORSRules: ((value['CorsRules'] ?? []) as readonly JsonObject[]).map(({ Id, MaxAge, ...rest }) => ({
      ID: Id,
      MaxAgeSeconds: MaxAge,
      ...rest,
    })),
  };
}

/** CloudFormation has one event in a rule, and names of its own; the API takes a list. */
function notification(value: JsonObject): unknown {
  const rules = (name: string, target: string, member: string) =>
    ((value[name] ?? []) as readonly JsonObject[]).map(({ Event, Filter, [target]: arn }) => ({
      [member]: arn,
      Events: [Event],
      ...(Filter !== undefined && {
        Filter: { Key: { FilterRules: ((Filter as JsonObject)['S3Key'] as JsonObject)['Rules'] } },
      }),
    }));
  const bridge = value['EventBridgeConfiguration'] as JsonObject | undefined;
  const isBridged = bridge !== undefined && String(bridge['EventBridgeEnabled'] ?? true) === 'true';
  return {
    LambdaFunctionConfigurations: rules('LambdaConfigurations', 'Function', 'LambdaFunctionArn'),
    QueueConfigurations: rules('QueueConfigurations', 'Queue', 'QueueArn'),
    TopicConfigurations: rules('TopicConfigurations', 'Topic', 'TopicArn'),
    ...(isBridged && { EventBridgeConfiguration: {} }),
  };
}

function instance(bucket: string, region: string): ResourceInstance {
  return {
    physicalId: bucket,
    ref: bucket,
    attributes: {
      Arn: `arn:aws:s3:::${bucket}`,
      DomainName: `${bucket}.s3.amazonaws.com`,
      RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
    },
  };
}
