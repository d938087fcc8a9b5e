/** AWS::S3::Bucket. A bucket with objects in it is not deleted: AWS refuses that too. */
import type { JsonObject } from '../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const s3Bucket: ResourceProvider = {
  type: 'AWS::S3::Bucket',
  properties: new Set([
    'BucketName',
    'AccessControl',
    'Tags',
    'VersioningConfiguration',
    'BucketEncryption',
    'PublicAccessBlockConfiguration',
    'OwnershipControls',
    'LifecycleConfiguration',
    'CorsConfiguration',
    'NotificationConfiguration',
    'LoggingConfiguration',
  ]),
  requires: [['s3', 'CreateBucket']],
  async create(request) {
    const bucket = textOf(request.properties, 'BucketName') ?? request.generatedName.toLowerCase().slice(0, 63);
    await request.services.attempt('s3', 'CreateBucket', { Bucket: bucket }, ['BucketAlreadyOwnedByYou']);
    await configure(bucket, request);
    return instance(bucket, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'BucketName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    await configure(previous.physicalId, request, (previous.memory?.['set'] ?? []) as readonly string[]);
    return instance(previous.physicalId, request);
  },
  async delete(request, { physicalId }) {
    await request.services.attempt('s3', 'DeleteBucket', { Bucket: physicalId }, ['NoSuchBucket']);
  },
};

interface Setting {
  readonly property: string;
  readonly operation: string;
  /** The member of the operation's input that holds it. */
  readonly member: string;
  readonly convert?: (value: JsonObject) => unknown;
  /** What takes it back when it leaves the template. */
  readonly remove: readonly [operation: string, params?: object];
}

const SETTINGS: readonly Setting[] = [
  {
    property: 'VersioningConfiguration',
    operation: 'PutBucketVersioning',
    member: 'VersioningConfiguration',
    remove: ['PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }],
  },
  {
    property: 'PublicAccessBlockConfiguration',
    operation: 'PutPublicAccessBlock',
    member: 'PublicAccessBlockConfiguration',
    remove: ['DeletePublicAccessBlock'],
  },
  {
    property: 'OwnershipControls',
    operation: 'PutBucketOwnershipControls',
    member: 'OwnershipControls',
    remove: ['DeleteBucketOwnershipControls'],
  },
  {
    property: 'BucketEncryption',
    operation: 'PutBucketEncryption',
    member: 'ServerSideEncryptionConfiguration',
    convert: encryption,
    remove: ['DeleteBucketEncryption'],
  },
  {
    property: 'LifecycleConfiguration',
    operation: 'PutBucketLifecycleConfiguration',
    member: 'LifecycleConfiguration',
    convert: lifecycle,
    remove: ['DeleteBucketLifecycle'],
  },
  {
    property: 'CorsConfiguration',
    operation: 'PutBucketCors',
    member: 'CORSConfiguration',
    convert: cors,
    remove: ['DeleteBucketCors'],
  },
  {
    property: 'NotificationConfiguration',
    operation: 'PutBucketNotificationConfiguration',
    member: 'NotificationConfiguration',
    convert: notification,
    remove: ['PutBucketNotificationConfiguration', { NotificationConfiguration: {} }],
  },
  {
    property: 'LoggingConfiguration',
    operation: 'PutBucketLogging',
    member: 'BucketLoggingStatus',
    convert: ({ DestinationBucketName, LogFilePrefix, TargetObjectKeyFormat }) => ({
      LoggingEnabled: { TargetBucket: DestinationBucketName, TargetPrefix: LogFilePrefix ?? '', TargetObjectKeyFormat },
    }),
    remove: ['PutBucketLogging', { BucketLoggingStatus: {} }],
  },
  {
    property: 'AccessControl',
    operation: 'PutBucketAcl',
    member: 'ACL',
    // `LogDeliveryWrite` here is `log-delivery-write` at the API.
    convert: (value) =>
      String(value)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
        .toLowerCase(),
    remove: ['PutBucketAcl', { ACL: 'private' }],
  },
  {
    property: 'Tags',
    operation: 'PutBucketTagging',
    member: 'Tagging',
    convert: (tags) => ({ TagSet: tags }),
    remove: ['DeleteBucketTagging'],
  },
];

async function configure(bucket: string, request: ResourceRequest, before: readonly string[] = []): Promise<void> {
  const { AccessControl, OwnershipControls } = request.properties;
  // Templates of before April 2023 set an ACL without saying that the bucket has ACLs: then every bucket had.
  if (AccessControl !== undefined && AccessControl !== 'Private' && OwnershipControls === undefined) {
    const controls = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] };
    await request.services.call('s3', 'PutBucketOwnershipControls', { Bucket: bucket, OwnershipControls: controls });
  }
  for (const { property, operation, member, convert, remove } of SETTINGS) {
    const value = request.properties[property] as JsonObject | undefined;
    if (value !== undefined)
      await request.services.call('s3', operation, { Bucket: bucket, [member]: convert ? convert(value) : value });
    else if (before.includes(property)) await request.services.call('s3', remove[0], { Bucket: bucket, ...remove[1] });
  }
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

function instance(bucket: string, { region, properties }: ResourceRequest): ResourceInstance {
  return {
    physicalId: bucket,
    ref: bucket,
    attributes: {
      Arn: `arn:aws:s3:::${bucket}`,
      DomainName: `${bucket}.s3.amazonaws.com`,
      RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${bucket}.s3.dualstack.${region}.amazonaws.com`,
    },
    memory: { set: SETTINGS.map(({ property }) => property).filter((name) => properties[name] !== undefined) },
  };
}
