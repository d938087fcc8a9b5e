/** AWS::DynamoDB::Table. Keys cannot change in place: that is another table. */
import type { JsonObject } from '../../asl/json.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  textOf,
} from '../resource-provider.ts';

const DEFINITION = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'StreamSpecification',
  'SSESpecification',
  'Tags',
];

export const dynamodbTable: ResourceProvider = {
  type: 'AWS::DynamoDB::Table',
  properties: new Set([...DEFINITION, 'TableName', 'TimeToLiveSpecification', 'PointInTimeRecoverySpecification']),
  requires: [['dynamodb', 'CreateTable']],
  async create(request) {
    const name = textOf(request.properties, 'TableName') ?? request.generatedName.slice(0, 255);
    await request.services.attempt(
      'dynamodb',
      'CreateTable',
      { ...pick(request.properties, DEFINITION), TableName: name },
      ['ResourceInUseException'],
    );
    await configure(name, request);
    return describe(name, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'TableName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    const table = (await request.services.call('dynamodb', 'DescribeTable', { TableName: previous.physicalId }))[
      'Table'
    ] as JsonObject;
    if (JSON.stringify(table['KeySchema']) !== JSON.stringify(request.properties['KeySchema'])) return 'REPLACE';
    await configure(previous.physicalId, request);
    return previous;
  },
  async delete(request, { physicalId }) {
    await request.services.attempt('dynamodb', 'DeleteTable', { TableName: physicalId }, ['ResourceNotFoundException']);
  },
};

async function configure(name: string, request: ResourceRequest): Promise<void> {
  const { TimeToLiveSpecification, PointInTimeRecoverySpecification } = request.properties;
  if (TimeToLiveSpecification !== undefined)
    await request.services.call('dynamodb', 'UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  if (PointInTimeRecoverySpecification !== undefined) {
    await request.services.call('dynamodb', 'UpdateContinuousBackups', {
      TableName: name,
      PointInTimeRecoverySpecification,
    });
  }
}

async function describe(name: string, request: ResourceRequest): Promise<ResourceInstance> {
  const table = (await request.services.call('dynamodb', 'DescribeTable', { TableName: name }))['Table'] as JsonObject;
  return { physicalId: name, ref: name, attributes: { Arn: String(table['TableArn']) } };
}
