/** Tasks that call every service that is here: what they give when it goes well, and what their failures are called, as AWS spells it. */
import { CreateStateMachineCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

const roleArn = 'arn:aws:iam::000000000000:role/r';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

let server: Stepwell;
let sfn: SFNClient;
let made = 0;

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  sfn = new SFNClient({ ...started.clientConfiguration, disableHostPrefix: true });
  await furnish();
});
afterAll(async () => {
  sfn.destroy();
  await server.stop();
});

async function call(service: string, operation: string, params: Record<string, unknown>): Promise<void> {
  const result = await server.caller.call({ service, operation, params });
  if (!result.ok) throw new Error(`${operation}: ${result.code}: ${result.message}`);
}

async function furnish(): Promise<void> {
  const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async (event) => event;') });
  const echo = {
    FunctionName: 'echo',
    Runtime: 'nodejs20.x',
    Role: roleArn,
    Handler: 'index.handler',
    Code: { ZipFile },
  };
  await call('lambda', 'CreateFunction', echo);
  await call('s3', 'CreateBucket', { Bucket: 'bucket' });
  await call('sqs', 'CreateQueue', { QueueName: 'queue' });
  await call('sns', 'CreateTopic', { Name: 'topic' });
  await call('dynamodb', 'CreateTable', {
    TableName: 'table',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await call('dynamodb', 'PutItem', { TableName: 'table', Item: { id: { S: 'there' } } });
  await call('secretsmanager', 'CreateSecret', { Name: 'secret', SecretString: 'hidden' });
  await call('ssm', 'PutParameter', { Name: 'parameter', Type: 'String', Value: 'v' });
  await call('kms', 'CreateKey', {});
  await call('logs', 'CreateLogGroup', { logGroupName: 'group' });
  await call('iam', 'CreateRole', {
    RoleName: 'role',
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
  });
  await call('ses', 'VerifyEmailIdentity', { EmailAddress: 'me@example.com' });
}

/** The end of an Express execution of one task. */
async function run(
  resource: string,
  parameters: object,
): Promise<{ output?: unknown; error?: string; cause?: string }> {
  const definition = {
    StartAt: 'T',
    States: { T: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true } },
  };
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: `m${made++}`,
      roleArn,
      type: 'EXPRESS',
      definition: JSON.stringify(definition),
    }),
  );
  const { output, error, cause } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
  return { ...(output !== undefined && { output: JSON.parse(output) }), error, cause };
}

const queueUrl = (name = 'queue'): string => `${server.url}/000000000000/${name}`;

test.each<[resource: string, parameters: () => object, output: unknown]>([
  ['aws-sdk:s3:putObject', () => ({ Bucket: 'bucket', Key: 'k', Body: 'text' }), { ETag: expect.any(String) }],
  ['aws-sdk:s3:headBucket', () => ({ Bucket: 'bucket' }), {}],
  ['aws-sdk:s3:listObjectsV2', () => ({ Bucket: 'bucket', Prefix: 'none/' }), { KeyCount: 0, IsTruncated: false }],
  [
    'aws-sdk:sqs:sendMessage',
    () => ({ QueueUrl: queueUrl(), MessageBody: 'x' }),
    { Md5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' },
  ],
  [
    'aws-sdk:sqs:receiveMessage',
    () => ({ QueueUrl: queueUrl(), WaitTimeSeconds: 1 }),
    { Messages: [{ Body: 'x', Md5OfBody: expect.any(String), ReceiptHandle: expect.any(String) }] },
  ],
  ['aws-sdk:sqs:getQueueUrl', () => ({ QueueName: 'queue' }), { QueueUrl: expect.stringMatching(/queue$/) }],
  [
    'aws-sdk:sns:publish',
    () => ({ TopicArn: arn('sns', 'topic'), Message: { a: 1 } }),
    { MessageId: expect.any(String) },
  ],
  ['aws-sdk:sns:listTopics', () => ({}), { Topics: [{ TopicArn: arn('sns', 'topic') }] }],
  [
    'aws-sdk:dynamodb:updateItem',
    () => ({
      TableName: 'table',
      Key: { id: { S: 'u' } },
      UpdateExpression: 'SET f = :t',
      ExpressionAttributeValues: { ':t': { Bool: true } },
      ReturnValues: 'ALL_NEW',
    }),
    { Attributes: { f: { Bool: true } } },
  ],
  [
    'aws-sdk:dynamodb:query',
    () => ({
      TableName: 'table',
      KeyConditionExpression: 'id = :i',
      ExpressionAttributeValues: { ':i': { S: 'there' } },
    }),
    { Count: 1, Items: [{ id: { S: 'there' } }], ScannedCount: 1 },
  ],
  [
    'aws-sdk:dynamodb:batchGetItem',
    () => ({ RequestItems: { table: { Keys: [{ id: { S: 'there' } }] } } }),
    { Responses: { table: [{ id: { S: 'there' } }] } },
  ],
  [
    'aws-sdk:lambda:invoke',
    () => ({ FunctionName: 'echo', Payload: { n: 1 } }),
    { StatusCode: 200, Payload: '{"n":1}', ExecutedVersion: '$LATEST' },
  ],
  ['aws-sdk:lambda:getFunctionConfiguration', () => ({ FunctionName: 'echo' }), { FunctionName: 'echo', Timeout: 3 }],
  [
    'aws-sdk:secretsmanager:getSecretValue',
    () => ({ SecretId: 'secret' }),
    { SecretString: 'hidden', VersionStages: ['AWSCURRENT'] },
  ],
  ['aws-sdk:ssm:getParameter', () => ({ Name: 'parameter' }), { Parameter: { Value: 'v', Version: 1 } }],
  [
    'aws-sdk:kms:listKeys',
    () => ({}),
    { Keys: expect.arrayContaining([{ KeyId: expect.any(String), KeyArn: expect.any(String) }]) },
  ],
  [
    'aws-sdk:cloudwatchlogs:describeLogGroups',
    () => ({ LogGroupNamePrefix: 'group' }),
    { LogGroups: [{ LogGroupName: 'group' }] },
  ],
  [
    'aws-sdk:eventbridge:putEvents',
    () => ({ Entries: [{ Source: 'a', DetailType: 't', Detail: { n: 1 } }] }),
    { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
  ],
  ['aws-sdk:eventbridge:listRules', () => ({}), { Rules: [] }],
  ['aws-sdk:iam:getRole', () => ({ RoleName: 'role' }), { Role: { RoleName: 'role' } }],
  ['aws-sdk:sts:getCallerIdentity', () => ({}), { Account: '000000000000' }],
  [
    'aws-sdk:ses:sendEmail',
    () => ({
      Source: 'me@example.com',
      Destination: { ToAddresses: ['you@example.org'] },
      Message: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } },
    }),
    { MessageId: expect.any(String) },
  ],
  [
    'aws-sdk:sesv2:sendEmail',
    () => ({
      FromEmailAddress: 'me@example.com',
      Destination: { ToAddresses: ['you@example.org'] },
      Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
    }),
    { MessageId: expect.any(String) },
  ],
  ['aws-sdk:sfn:listStateMachines', () => ({ MaxResults: 1 }), { StateMachines: [{ Name: 'm0' }] }],
  ['aws-sdk:apigateway:getRestApis', () => ({}), {}],
  [
    'aws-sdk:apigatewayv2:createApi',
    () => ({ Name: 'api', ProtocolType: 'HTTP' }),
    { ApiId: expect.any(String), ProtocolType: 'HTTP' },
  ],
  [
    'sqs:sendMessage',
    () => ({ QueueUrl: queueUrl(), MessageBody: { a: 1 } }),
    { MD5OfMessageBody: expect.any(String) },
  ],
  ['sns:publish', () => ({ TopicArn: arn('sns', 'topic'), Message: 'x' }), { MessageId: expect.any(String) }],
  ['dynamodb:getItem', () => ({ TableName: 'table', Key: { id: { S: 'u' } } }), { Item: { f: { BOOL: true } } }],
  [
    'events:putEvents',
    () => ({ Entries: [{ Source: 'a', DetailType: 't', Detail: { n: 1 } }] }),
    { FailedEntryCount: 0 },
  ],
  ['lambda:invoke', () => ({ FunctionName: 'echo', Payload: { n: 1 } }), { StatusCode: 200, Payload: { n: 1 } }],
])('%s', async (resource, parameters, output) => {
  const end = await run(resource, parameters());
  expect(end.error, end.cause).toBeUndefined();
  expect(end.output).toMatchObject(output as object);
});

describe('what goes wrong', () => {
  const attempts = ' (SDK Attempt Count: 1)';
  test.each<[resource: string, parameters: () => object, error: string, cause: RegExp]>([
    [
      'aws-sdk:s3:getObject',
      () => ({ Bucket: 'bucket', Key: 'none' }),
      'S3.NoSuchKeyException',
      /^The specified key does not exist. \(Service: S3, Status Code: 404, Request ID: /,
    ],
    [
      'aws-sdk:s3:getObject',
      () => ({ Bucket: 'none', Key: 'none' }),
      'S3.NoSuchBucketException',
      /^The specified bucket does not exist \(Service: S3, Status Code: 404/,
    ],
    [
      'aws-sdk:s3:headObject',
      () => ({ Bucket: 'bucket', Key: 'none' }),
      'S3.NoSuchKeyException',
      /^The specified key does not exist. \(Service: S3, Status Code: 404, Request ID: /,
    ],
    [
      'aws-sdk:s3:headBucket',
      () => ({ Bucket: 'none' }),
      'S3.NoSuchBucketException',
      /^The specified bucket does not exist. \(Service: S3, Status Code: 404/,
    ],
    [
      'aws-sdk:s3:getBucketPolicy',
      () => ({ Bucket: 'bucket' }),
      'S3.S3Exception',
      /^The bucket policy does not exist \(Service: S3, Status Code: 404/,
    ],
    [
      'aws-sdk:sqs:sendMessage',
      () => ({ QueueUrl: queueUrl('none'), MessageBody: 'x' }),
      'Sqs.QueueDoesNotExistException',
      /^The specified queue does not exist. \(Service: Sqs, Status Code: 400/,
    ],
    [
      'aws-sdk:sns:publish',
      () => ({ TopicArn: arn('sns', 'none'), Message: 'x' }),
      'Sns.NotFoundException',
      /^Topic does not exist \(Service: Sns, Status Code: 404/,
    ],
    [
      'aws-sdk:dynamodb:putItem',
      () => ({ TableName: 'table', Item: { id: { S: 'there' } }, ConditionExpression: 'attribute_not_exists(id)' }),
      'DynamoDb.ConditionalCheckFailedException',
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400/,
    ],
    [
      'aws-sdk:dynamodb:putItem',
      () => ({ TableName: 'table', Item: { wrong: { S: 'x' } } }),
      'DynamoDb.DynamoDbException',
      /^One or more parameter values were invalid/,
    ],
    [
      'aws-sdk:dynamodb:transactWriteItems',
      () => ({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: 'table',
              Key: { id: { S: 'none' } },
              ConditionExpression: 'attribute_exists(id)',
            },
          },
        ],
      }),
      'DynamoDb.TransactionCanceledException',
      /^Transaction cancelled, please refer cancellation reasons for specific reasons \[ConditionalCheckFailed\]/,
    ],
    [
      'aws-sdk:lambda:invoke',
      () => ({ FunctionName: 'none' }),
      'Lambda.ResourceNotFoundException',
      /^Function not found: .*\(Service: Lambda, Status Code: 404/,
    ],
    [
      'aws-sdk:secretsmanager:getSecretValue',
      () => ({ SecretId: 'none' }),
      'SecretsManager.ResourceNotFoundException',
      /^Secrets Manager can't find the specified secret. \(Service: SecretsManager, Status Code: 400/,
    ],
    [
      'aws-sdk:ssm:getParameter',
      () => ({ Name: 'none' }),
      'Ssm.ParameterNotFoundException',
      /\(Service: Ssm, Status Code: 400/,
    ],
    [
      'aws-sdk:kms:describeKey',
      () => ({ KeyId: 'alias/none' }),
      'Kms.NotFoundException',
      /\(Service: Kms, Status Code: 400/,
    ],
    [
      'aws-sdk:cloudwatchlogs:describeLogStreams',
      () => ({ LogGroupName: 'none' }),
      'CloudWatchLogs.ResourceNotFoundException',
      /^The specified log group does not exist. \(Service: CloudWatchLogs, Status Code: 400/,
    ],
    [
      'aws-sdk:eventbridge:describeRule',
      () => ({ Name: 'none' }),
      'EventBridge.ResourceNotFoundException',
      /^Rule none does not exist/,
    ],
    [
      'aws-sdk:iam:getRole',
      () => ({ RoleName: 'none' }),
      'Iam.NoSuchEntityException',
      /^The role with name none cannot be found. \(Service: Iam, Status Code: 404/,
    ],
    [
      'aws-sdk:ses:sendEmail',
      () => ({
        Source: 'other@example.com',
        Destination: { ToAddresses: ['you@example.org'] },
        Message: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } },
      }),
      'Ses.MessageRejectedException',
      /^Email address is not verified/,
    ],
    [
      'aws-sdk:sesv2:getEmailIdentity',
      () => ({ EmailIdentity: 'none.example' }),
      'SesV2.NotFoundException',
      /\(Service: SesV2, Status Code: 404/,
    ],
    [
      'aws-sdk:sfn:describeExecution',
      () => ({ ExecutionArn: arn('states', 'execution:none:none') }),
      'Sfn.ExecutionDoesNotExistException',
      /^Execution Does Not Exist: .*\(Service: Sfn, Status Code: 400/,
    ],
    [
      'aws-sdk:apigateway:getRestApi',
      () => ({ RestApiId: 'none' }),
      'ApiGateway.NotFoundException',
      /^Invalid API identifier specified .*\(Service: ApiGateway, Status Code: 404/,
    ],
    [
      'aws-sdk:apigatewayv2:getStages',
      () => ({ ApiId: 'none' }),
      'ApiGatewayV2.NotFoundException',
      /\(Service: ApiGatewayV2, Status Code: 404/,
    ],
  ])('%s: %s', async (resource, parameters, error, cause) => {
    const end = await run(resource, parameters());
    expect([end.error, end.cause]).toEqual([error, expect.stringMatching(cause)]);
    expect(end.cause!.endsWith(attempts)).toBe(true);
  });

  test.each<[resource: string, parameters: () => object, error: string, cause: RegExp]>([
    [
      'sqs:sendMessage',
      () => ({ QueueUrl: queueUrl('none'), MessageBody: 'x' }),
      'SQS.QueueDoesNotExistException',
      /\(Service: AmazonSQS; Status Code: 400; Error Code: AWS.SimpleQueueService.NonExistentQueue; Request ID: [^;]+; Proxy: null\)$/,
    ],
    [
      'sns:publish',
      () => ({ TopicArn: arn('sns', 'none'), Message: 'x' }),
      'SNS.NotFoundException',
      /^Topic does not exist \(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: /,
    ],
    [
      'dynamodb:putItem',
      () => ({ TableName: 'table', Item: { id: { S: 'there' } }, ConditionExpression: 'attribute_not_exists(id)' }),
      'DynamoDB.ConditionalCheckFailedException',
      /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; /,
    ],
    [
      'dynamodb:putItem',
      () => ({ TableName: 'table', Item: { wrong: { S: 'x' } } }),
      'DynamoDB.AmazonDynamoDBException',
      /Error Code: ValidationException;/,
    ],
    [
      'dynamodb:getItem',
      () => ({ TableName: 'none', Key: { id: { S: 'x' } } }),
      'DynamoDB.ResourceNotFoundException',
      /Error Code: ResourceNotFoundException;/,
    ],
    [
      'lambda:invoke',
      () => ({ FunctionName: 'none' }),
      'Lambda.ResourceNotFoundException',
      /^Function not found: .*\(Service: (AWS)?Lambda/,
    ],
    [
      'events:putEvents',
      () => ({ Entries: [{ Source: 'aws.s3', DetailType: 't', Detail: {} }] }),
      'EventBridge.FailedEntry',
      /NotAuthorizedForSource/,
    ],
    [
      'states:startExecution',
      () => ({ StateMachineArn: arn('states', 'stateMachine:none') }),
      'StepFunctions.StateMachineDoesNotExistException',
      /^State Machine Does Not Exist: .*\(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; /,
    ],
  ])('%s: %s', async (resource, parameters, error, cause) => {
    const end = await run(resource, parameters());
    expect([end.error, end.cause]).toEqual([error, expect.stringMatching(cause)]);
  });
});
