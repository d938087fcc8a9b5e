/**
 * Whatever their inputs, queues, topics, buses, logs, functions, buckets, tables, APIs, roles and tokens answer or refuse: nothing in them throws anything but
 * an API error. STEPWELL_FUZZ_RUNS sets the number of random calls of each service, STEPWELL_FUZZ_SEED the seed.
 */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { type ArbitraryCall, arbitraryCall, type Pool } from './arbitrary-payload.ts';
import { startEphemeral } from './ephemeral-server.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ_RUNS'] ?? 1_500);
const SEED = Number(process.env['STEPWELL_FUZZ_SEED'] ?? 20_261_121);
const PATIENCE_MS = 250;
const ENDS =
  /^Delete(Queue|Topic|EventBus|Rule|LogGroup|LogStream|Role|Policy|Function|Table|Bucket|RestApi|Resource|Api)$/;

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const role = 'arn:aws:iam::000000000000:role/r';

let server: Stepwell;

beforeAll(async () => {
  ({ server } = await startEphemeral());
});
afterAll(() => server.stop());

// biome-ignore lint/suspicious/noExplicitAny: outputs are looked into member by member.
async function call(service: string, operation: string, params: Record<string, unknown>): Promise<any> {
  const result = await server.caller.call({ service, operation, params });
  if (!result.ok) throw new Error(`${operation}: ${result.code}: ${result.message}`);
  return result.output;
}

/** Things that exist, so that calls get past the first check. */
const pools: Readonly<Record<string, () => Promise<Pool>>> = {
  async sqs() {
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'q' });
    const fifo = await call('sqs', 'CreateQueue', { QueueName: 'q.fifo', Attributes: { FifoQueue: 'true' } });
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });
    const { Messages } = await call('sqs', 'ReceiveMessage', { QueueUrl });
    const urls = [QueueUrl, fifo.QueueUrl, `${QueueUrl}x`, 'q'];
    return {
      QueueUrl: urls,
      QueueName: ['q', 'q.fifo', 'other', 'a b'],
      ReceiptHandle: [Messages[0].ReceiptHandle, 'x'],
      MessageBody: ['x', '', '\u0000'],
      MessageGroupId: ['g', ''],
      MessageDeduplicationId: ['d', 'e'],
      Id: ['a', 'b', 'a b'],
      DataType: ['String', 'Number', 'Binary', 'Number.int', 'X', ''],
      SourceArn: [arn('sqs', 'q'), arn('sqs', 'none')],
      DestinationArn: [arn('sqs', 'q'), arn('sqs', 'q.fifo')],
      AttributeNames: ['All', 'QueueArn', 'FifoQueue'],
    };
  },
  async sns() {
    const { TopicArn } = await call('sns', 'CreateTopic', { Name: 't' });
    const fifo = await call('sns', 'CreateTopic', { Name: 't.fifo', Attributes: { FifoTopic: 'true' } });
    const { SubscriptionArn } = await call('sns', 'Subscribe', {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: arn('sqs', 'q'),
    });
    const topics = [TopicArn, fifo.TopicArn, `${TopicArn}x`];
    return {
      TopicArn: topics,
      TargetArn: topics,
      ResourceArn: topics,
      SubscriptionArn: [SubscriptionArn, `${TopicArn}:none`, 'PendingConfirmation'],
      Name: ['t', 't.fifo', 'u', 'a b'],
      Protocol: ['sqs', 'lambda', 'http', 'email', 'sms', 'x'],
      Endpoint: [arn('sqs', 'q'), arn('lambda', 'function:f'), 'http://127.0.0.1:1/', 'a@example.com', ':'],
      AttributeName: [
        'FilterPolicy',
        'FilterPolicyScope',
        'RawMessageDelivery',
        'DisplayName',
        'Policy',
        'RedrivePolicy',
      ],
      AttributeValue: ['true', '{"a":["b"]}', '{"a":[{"numeric":["=",1]}]}', '{', '{"a":[{"x":1}]}', 'MessageBody'],
      Message: ['x', '{"default":"x"}', '{', ''],
      MessageStructure: ['json'],
      Token: ['x'],
      Id: ['a', 'b', 'a b'],
      DataType: ['String', 'Number', 'Binary', 'String.Array', 'X', ''],
    };
  },
  async events() {
    await call('events', 'CreateEventBus', { Name: 'bus' });
    await call('events', 'PutRule', { Name: 'rule', EventPattern: '{"source":["a"]}' });
    return {
      Name: ['rule', 'bus', 'other'],
      Rule: ['rule', 'other'],
      EventBusName: ['default', 'bus', 'none', arn('events', 'event-bus/bus')],
      EventPattern: ['{"source":["a"]}', '{', '{"a":[{"numeric":["<"]}]}', '{"$or":[{"a":["b"]},{"c":["d"]}]}', '[]'],
      ScheduleExpression: ['rate(1 minute)', 'cron(0 0 * * ? *)', 'cron(x)', 'rate(0 days)', 'at(x)'],
      Arn: [arn('sqs', 'q'), arn('lambda', 'function:f'), arn('logs', 'log-group:/g'), 'x'],
      ResourceARN: [arn('events', 'rule/rule'), arn('events', 'event-bus/bus')],
      Source: ['a', 'aws.x'],
      Detail: ['{}', '{', '[]'],
      Event: ['{"id":"1","source":"a"}', '{', '[]'],
      Id: ['a', 'b'],
      InputPath: ['$.detail', '$', '$[', ''],
      InputTemplate: ['"<a>"', '<a>', '{"x":<a>}', '<'],
      Policy: ['{"Statement":[]}', '{'],
    };
  },
  async logs() {
    await call('logs', 'CreateLogGroup', { logGroupName: '/g' });
    await call('logs', 'CreateLogStream', { logGroupName: '/g', logStreamName: 's' });
    const groups = ['/g', '/h', 'a b'];
    const line = { timestamp: Date.now(), message: 'x' };
    await call('logs', 'PutLogEvents', { logGroupName: '/g', logStreamName: 's', logEvents: [line] });
    return {
      logGroupName: groups,
      logGroupIdentifier: [...groups, arn('logs', 'log-group:/g')],
      logStreamName: ['s', 't', 'a:b'],
      logStreamNames: ['s', 't'],
      filterPattern: ['x', '"x y"', '{ $.a = 1 }', '{ $.a', '[a,b]', '-x', '?a ?b', '%x%'],
      resourceArn: [arn('logs', 'log-group:/g')],
      resourceIdentifier: [arn('logs', 'log-group:/g')],
      nextToken: ['f/1', 'b/x', 'x'],
      policyDocument: ['{}', '{'],
    };
  },
  async iam() {
    const trust = '{"Version":"2012-10-17","Statement":[]}';
    await call('iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust });
    const { Policy } = await call('iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument: trust });
    return {
      RoleName: ['r', 'other', 'a b'],
      PolicyName: ['p', 'other'],
      PolicyArn: [Policy.Arn, 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      PolicyDocument: [trust, '{'],
      AssumeRolePolicyDocument: [trust, '{'],
      VersionId: ['v1', 'v2'],
      Path: ['/', '/a/', 'x'],
      PathPrefix: ['/', '/a/'],
      Marker: ['x'],
    };
  },
  sts: async () => ({ RoleArn: [role], RoleSessionName: ['s', 'a b'], Policy: ['{}', '{'], ExternalId: ['x'] }),
  async lambda() {
    const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async (event) => event;') });
    const settings = { Runtime: 'nodejs20.x', Role: role, Handler: 'index.handler', Code: { ZipFile } };
    const { FunctionArn } = await call('lambda', 'CreateFunction', { FunctionName: 'f', ...settings });
    await call('lambda', 'PublishVersion', { FunctionName: 'f' });
    await call('lambda', 'CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
    await call('sqs', 'CreateQueue', { QueueName: 'feeds' });
    const EventSourceArn = arn('sqs', 'feeds');
    const mapping = await call('lambda', 'CreateEventSourceMapping', { EventSourceArn, FunctionName: 'f' });
    return {
      FunctionName: ['f', FunctionArn, 'f:live', 'none', `${FunctionArn}:1`, '000000000000:function:f'],
      Qualifier: ['1', 'live', '$LATEST', '7'],
      FunctionVersion: ['1', '$LATEST', '7'],
      Name: ['live', 'other'],
      UUID: [mapping.UUID],
      EventSourceArn: [EventSourceArn, arn('kinesis', 'stream/x')],
      Runtime: ['nodejs20.x', 'python3.12', 'cobol'],
      Role: [role],
      Handler: ['index.handler'],
      Resource: [FunctionArn],
      Payload: ['{}', '[1]', '{', ''],
      Destination: [EventSourceArn, 'x'],
      Pattern: ['{"body":["x"]}', '{'],
      StatementId: ['s', 't'],
      Action: ['lambda:InvokeFunction'],
      Principal: ['s3.amazonaws.com'],
      S3Bucket: ['none'],
      S3Key: ['none'],
    };
  },
  async dynamodb() {
    await call('dynamodb', 'CreateTable', {
      TableName: 'table',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    return {
      TableName: ['table', 'none', arn('dynamodb', 'table/table')],
      AttributeName: ['id', 'a', 'ttl'],
      IndexName: ['i'],
      ResourceArn: [arn('dynamodb', 'table/table')],
      ConditionExpression: ['attribute_exists(id)', 'id = :v', 'size(', ''],
      UpdateExpression: ['SET a = :v', 'REMOVE b', 'ADD c :n', 'SET'],
      KeyConditionExpression: ['id = :v', 'id > :v', 'x'],
      FilterExpression: ['a = :v', 'x('],
      ProjectionExpression: ['a', 'a.b[0]', '#n', ','],
    };
  },
  async s3() {
    await call('s3', 'CreateBucket', { Bucket: 'bucket' });
    await call('s3', 'PutObject', { Bucket: 'bucket', Key: 'key', Body: 'x' });
    const { UploadId } = await call('s3', 'CreateMultipartUpload', { Bucket: 'bucket', Key: 'key' });
    return {
      Bucket: ['bucket', 'none', 'A b'],
      Key: ['key', 'none', '../x', ''],
      UploadId: [UploadId, 'x'],
      CopySource: ['bucket/key', '/bucket/none', 'x'],
      VersionId: ['null', 'x'],
      ETag: ['"9dd4e461268c8034f5c8564e155c67a6"', 'x'],
      Prefix: ['k', ''],
      Delimiter: ['/', ''],
      Range: ['bytes=0-0', 'bytes=9-', 'x'],
      Expression: ['SELECT * FROM s3object s', 'SELECT', "SELECT s._1 FROM s3object s WHERE s._1 = 'x'"],
      Policy: ['{"Statement":[]}', '{'],
    };
  },
  async apigateway() {
    const { id, rootResourceId } = await call('apigateway', 'CreateRestApi', { name: 'api' });
    await call('apigateway', 'PutMethod', {
      restApiId: id,
      resourceId: rootResourceId,
      httpMethod: 'GET',
      authorizationType: 'NONE',
    });
    return {
      restApiId: [id, 'none'],
      resourceId: [rootResourceId, 'none'],
      parentId: [rootResourceId, 'none'],
      httpMethod: ['GET', 'POST', 'ANY', 'X'],
      statusCode: ['200', '404', 'x'],
      stageName: ['dev', 'other', 'a b'],
      pathPart: ['a', '{p}', '{p+}', '/'],
      uri: ['http://127.0.0.1:1/', 'x', arn('apigateway', 'lambda:path/x')],
      type: ['MOCK', 'HTTP', 'AWS_PROXY', 'AWS', 'HTTP_PROXY'],
      op: ['replace', 'add', 'remove'],
      path: ['/name', '/description', '/x/y', '/variables/a', ''],
      body: ['{"openapi":"3.0.1","paths":{}}', '{', 'swagger: "2.0"'],
    };
  },
  async apigatewayv2() {
    const { ApiId } = await call('apigatewayv2', 'CreateApi', { Name: 'api', ProtocolType: 'HTTP' });
    const integration = { ApiId, IntegrationType: 'HTTP_PROXY', IntegrationUri: 'http://127.0.0.1:1/' };
    const { IntegrationId } = await call('apigatewayv2', 'CreateIntegration', {
      ...integration,
      IntegrationMethod: 'GET',
      PayloadFormatVersion: '1.0',
    });
    const { RouteId } = await call('apigatewayv2', 'CreateRoute', { ApiId, RouteKey: 'GET /x' });
    return {
      ApiId: [ApiId, 'none'],
      IntegrationId: [IntegrationId, 'none'],
      RouteId: [RouteId, 'none'],
      RouteKey: ['GET /a', '$default', 'x', 'ANY /{p+}'],
      Target: [`integrations/${IntegrationId}`, 'x'],
      StageName: ['$default', 'dev'],
      ProtocolType: ['HTTP'],
      IntegrationType: ['HTTP_PROXY', 'AWS_PROXY'],
      IntegrationUri: ['http://127.0.0.1:1/', 'x'],
      Body: ['{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}', '{'],
    };
  },
};

/** Calls that wait for something, or for a function, are left alone after a while. */
async function ask(service: string, { operation, body }: ArbitraryCall): Promise<string | undefined> {
  const params = objectOf(body);
  if (!params || !server.caller.supports(service, operation)) return undefined;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const result = await server.caller.call({ service, operation, params, signal });
    if (result.ok) {
      for (const value of Object.values(result.output)) await discard(value);
      return 'OK';
    }
    // What a function or an endpoint did not give is the gateway's 502, 503 or 504: its own.
    expect([operation, result.code, result.status], `${result.message} ${body}`).toEqual([
      operation,
      result.code,
      expect.toSatisfy((status) => status !== 500),
    ]);
    return result.code;
  } catch (error) {
    if (signal.aborted) return 'LEFT';
    throw new Error(`${operation} ${body}`, { cause: error });
  }
}

async function discard(value: unknown): Promise<void> {
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) return;
  for await (const _ of value as AsyncIterable<unknown>);
}

test.each(Object.keys(pools))(`%s takes anything (seed ${SEED})`, async (service) => {
  const pool = await pools[service]!();
  const codes = new Map<string, number>();
  const calls = fc.sample(arbitraryCall(service, pool), { numRuns: RUNS, seed: SEED });
  for (const [index, one] of calls.entries()) {
    // Once its things are gone, a service has little left to check: they go towards the end.
    if (ENDS.test(one.operation) && index < RUNS * 0.9) continue;
    const code = await ask(service, one);
    if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  if (process.env['SHOW']) console.log(service, JSON.stringify([...codes]));
  // Not everything failed at the door.
  expect(codes.get('OK') ?? 0, JSON.stringify([...codes])).toBeGreaterThan(4);
  expect(codes.size, JSON.stringify([...codes])).toBeGreaterThan(2);
});

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
