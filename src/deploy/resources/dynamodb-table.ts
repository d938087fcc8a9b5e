/**
 * AWS::DynamoDB::Table. What a table is made of can change in place, except its keys and its local indexes: those make another table.
 *
 * 1. A table of the same name that another stack or hand made is never taken over: the stack's own carry its id in a tag.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  textOf,
} from '../resource-provider.ts';
import { changeTable, sameJson } from './dynamodb-table-changes.ts';

const DEFINITION = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'DeletionProtectionEnabled',
  'TableClass',
];
const TRANSLATED = ['StreamSpecification', 'SSESpecification', 'Tags'];
const STACK_ID = 'aws:cloudformation:stack-id';

export const dynamodbTable: ResourceProvider = {
  type: 'AWS::DynamoDB::Table',
  properties: new Set([
    ...DEFINITION,
    ...TRANSLATED,
    'TableName',
    'TimeToLiveSpecification',
    'PointInTimeRecoverySpecification',
  ]),
  requires: [
    ['dynamodb', 'CreateTable'],
    ['dynamodb', 'UpdateTable'],
    ['dynamodb', 'UpdateTimeToLive'],
    ['dynamodb', 'UpdateContinuousBackups'],
    ['dynamodb', 'TagResource'],
  ],
  async create(request) {
    const name = tableName(request);
    const wanted = wantedTable(request, name);
    const made = await request.services.attempt('dynamodb', 'CreateTable', wanted, ['ResourceInUseException']);
    if (!made) await refuseForeign(name, request);
    return configure(name, wanted, request);
  },
  async update(request, { physicalId }) {
    const name = tableName(request);
    if (name !== physicalId) return 'REPLACE';
    const wanted = wantedTable(request, name);
    if (needsReplacement(await describe(name, request), wanted)) {
      if (textOf(request.properties, 'TableName') === undefined) return 'REPLACE';
      throw new DeployError(
        'RESOURCE_FAILED',
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
      );
    }
    return configure(name, wanted, request);
  },
  async delete(request, { physicalId }) {
    await request.services.attempt('dynamodb', 'DeleteTable', { TableName: physicalId }, ['ResourceNotFoundException']);
  },
};

const tableName = ({ properties, generatedName }: ResourceRequest): string =>
  textOf(properties, 'TableName') ?? generatedName.slice(0, 255);

/** The template's properties as CreateTable takes them. */
function wantedTable({ properties, stackId, stackName, logicalId }: ResourceRequest, name: string): JsonObject {
  const typed = withTypes(properties) as JsonObject;
  const stream = typed['StreamSpecification'] as JsonObject | undefined;
  const encryption = typed['SSESpecification'] as JsonObject | undefined;
  const tags = (typed['Tags'] as readonly JsonObject[] | undefined) ?? [];
  const own = {
    [STACK_ID]: stackId,
    'aws:cloudformation:stack-name': stackName,
    'aws:cloudformation:logical-id': logicalId,
  };
  return {
    ...(pick(typed, DEFINITION) as JsonObject),
    TableName: name,
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream['StreamViewType'] ?? null } }),
    ...(encryption && {
      SSESpecification: {
        Enabled: encryption['SSEEnabled'] ?? false,
        ...pick(encryption, ['SSEType', 'KMSMasterKeyId']),
      },
    }),
    Tags: [
      ...tags.map((tag) => ({ Key: String(tag['Key']), Value: String(tag['Value']) })),
      ...Object.entries(own).map(([Key, Value]) => ({ Key, Value })),
    ],
  };
}

const NUMBERS = /^(?:ReadCapacityUnits|WriteCapacityUnits|Max(?:Read|Write)RequestUnits|RecoveryPeriodInDays)$/;
const BOOLEANS = /Enabled$/;

/** Templates may write numbers and truth values as text. */
function withTypes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => {
      if (typeof item !== 'string') return [name, withTypes(item)];
      if (NUMBERS.test(name) && item.trim() !== '') return [name, Number(item)];
      return [name, BOOLEANS.test(name) && /^(?:true|false)$/.test(item) ? item === 'true' : item];
    }),
  );
}

async function refuseForeign(name: string, request: ResourceRequest): Promise<void> {
  const { TableArn: ResourceArn } = await describe(name, request);
  const { Tags } = await request.services.call('dynamodb', 'ListTagsOfResource', { ResourceArn });
  const owner = (Tags as readonly { Key: string; Value: string }[]).find(({ Key }) => Key === STACK_ID)?.Value;
  if (owner === request.stackId) return;
  throw new DeployError(
    'RESOURCE_FAILED',
    `Resource of type 'AWS::DynamoDB::Table' with identifier '${name}' already exists.`,
  );
}

/** Makes the table all that the template says, whatever it is now. */
async function configure(name: string, wanted: JsonObject, request: ResourceRequest): Promise<ResourceInstance> {
  const { TimeToLiveSpecification, PointInTimeRecoverySpecification } = withTypes(request.properties) as JsonObject;
  await changeTable(request.services, await describe(name, request), {
    definition: wanted,
    timeToLive: TimeToLiveSpecification as JsonObject | undefined,
    recovery: PointInTimeRecoverySpecification as JsonObject | undefined,
  });
  const table = await describe(name, request);
  const stream = table['StreamSpecification'] === undefined ? undefined : table['LatestStreamArn'];
  return {
    physicalId: name,
    ref: name,
    attributes: { Arn: String(table['TableArn']), ...(stream !== undefined && { StreamArn: String(stream) }) },
  };
}

async function describe(name: string, { services }: ResourceRequest): Promise<Readonly<Record<string, unknown>>> {
  const { Table } = await services.call('dynamodb', 'DescribeTable', { TableName: name });
  return Table as Readonly<Record<string, unknown>>;
}

/** Keys, the types of their attributes, and local indexes are for life. */
function needsReplacement(table: Readonly<Record<string, unknown>>, wanted: JsonObject): boolean {
  const fixed = (source: Readonly<Record<string, unknown>>): unknown => {
    const keys = new Set((source['KeySchema'] as readonly JsonObject[]).map((key) => key['AttributeName']));
    const definitions = (source['AttributeDefinitions'] ?? []) as readonly JsonObject[];
    const local = (source['LocalSecondaryIndexes'] ?? []) as readonly JsonObject[];
    return {
      keys: source['KeySchema'],
      types: Object.fromEntries(
        definitions
          .filter(({ AttributeName }) => keys.has(AttributeName))
          .map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
      ),
      local: Object.fromEntries(
        local.map(({ IndexName, KeySchema, Projection }) => [IndexName, { KeySchema, Projection }]),
      ),
    };
  };
  return !sameJson(fixed(table), fixed(wanted));
}
