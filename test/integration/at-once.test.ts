/** Many at once: what each of them was told is there, whoever else wrote to the same thing; a name is taken once. */
import * as apigateway from '@aws-sdk/client-api-gateway';
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { type EphemeralServer, startEphemeral } from './ephemeral-server.ts';

const AT_ONCE = 20;
const numbers = Array.from({ length: AT_ONCE }, (_, n) => n);
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const Role = 'arn:aws:iam::000000000000:role/r';

let server: Stepwell;
let clientConfiguration: EphemeralServer['clientConfiguration'];
// biome-ignore lint/suspicious/noExplicitAny: any client of the SDK.
const clients = new Map<unknown, any>();

beforeAll(async () => {
  ({ server, clientConfiguration } = await startEphemeral());
});
afterAll(async () => {
  for (const client of clients.values()) client.destroy();
  await server.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: commands of any client.
function over<C>(Client: new (configuration: any) => C): (command: any) => Promise<any> {
  return (command) => {
    if (!clients.has(Client)) clients.set(Client, new Client({ ...clientConfiguration, forcePathStyle: true }));
    return clients.get(Client).send(command);
  };
}

const onApi = over(apigateway.APIGatewayClient);
const onApi2 = over(apigatewayv2.ApiGatewayV2Client);
const onDynamo = over(dynamodb.DynamoDBClient);
const onEvents = over(events.EventBridgeClient);
const onIam = over(iam.IAMClient);
const onKms = over(kms.KMSClient);
const onLambda = over(lambda.LambdaClient);
const onLogs = over(logs.CloudWatchLogsClient);
const onS3 = over(s3.S3Client);
const onSecrets = over(secrets.SecretsManagerClient);
const onSes = over(ses.SESv2Client);
const onSns = over(sns.SNSClient);
const onSqs = over(sqs.SQSClient);
const onSsm = over(ssm.SSMClient);

const createFunction = (FunctionName: string) =>
  onLambda(
    new lambda.CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1;') }) },
    }),
  );
const QueueUrl = (name: string): string => `${server.url}/000000000000/${name}`;
const tag = (n: number) => ({ Key: `k${n}`, Value: `${n}` });

interface Gathering {
  readonly what: string;
  /** Makes the one thing; gives what the others need of it. */
  make(): Promise<string>;
  /** Adds piece `n` to it. */
  add(id: string, n: number): Promise<unknown>;
  /** The pieces that are there. */
  pieces(id: string): Promise<readonly (string | undefined)[]>;
  piece(n: number): string;
}

const gatherings: readonly Gathering[] = [
  {
    what: 'tags of a role',
    make: async () => {
      await onIam(new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }));
      return 'r';
    },
    add: (RoleName, n) => onIam(new iam.TagRoleCommand({ RoleName, Tags: [tag(n)] })),
    pieces: async (RoleName) =>
      (await onIam(new iam.ListRoleTagsCommand({ RoleName }))).Tags.map(({ Key }: iam.Tag) => Key),
    piece: (n) => `k${n}`,
  },
  {
    what: 'policies inside a role',
    make: async () => {
      await onIam(new iam.CreateRoleCommand({ RoleName: 'p', AssumeRolePolicyDocument: trust }));
      return 'p';
    },
    add: (RoleName, n) => onIam(new iam.PutRolePolicyCommand({ RoleName, PolicyName: `p${n}`, PolicyDocument: trust })),
    pieces: async (RoleName) => (await onIam(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames,
    piece: (n) => `p${n}`,
  },
  {
    what: 'targets of a rule',
    make: async () => {
      await onEvents(new events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["a"]}' }));
      return 'r';
    },
    // A rule has five targets: each of them is put by several.
    add: (Rule, n) =>
      onEvents(new events.PutTargetsCommand({ Rule, Targets: [{ Id: `t${n % 5}`, Arn: arn('sqs', `q${n % 5}`) }] })),
    pieces: async (Rule) =>
      (await onEvents(new events.ListTargetsByRuleCommand({ Rule }))).Targets.map(({ Id }: events.Target) => Id),
    piece: (n) => `t${n % 5}`,
  },
  {
    what: 'tags of a rule',
    make: async () =>
      (await onEvents(new events.PutRuleCommand({ Name: 'tagged', EventPattern: '{"a":["b"]}' }))).RuleArn,
    add: (ResourceARN, n) => onEvents(new events.TagResourceCommand({ ResourceARN, Tags: [tag(n)] })),
    pieces: async (ResourceARN) =>
      (await onEvents(new events.ListTagsForResourceCommand({ ResourceARN }))).Tags.map(({ Key }: events.Tag) => Key),
    piece: (n) => `k${n}`,
  },
  {
    what: 'statements of a bus',
    make: async () => (await onEvents(new events.CreateEventBusCommand({ Name: 'bus' }))) && 'bus',
    add: (EventBusName, n) =>
      onEvents(
        new events.PutPermissionCommand({
          EventBusName,
          StatementId: `s${n}`,
          Action: 'events:PutEvents',
          Principal: '111122223333',
        }),
      ),
    pieces: async (Name) =>
      JSON.parse((await onEvents(new events.DescribeEventBusCommand({ Name }))).Policy).Statement.map(
        ({ Sid }: { Sid: string }) => Sid,
      ),
    piece: (n) => `s${n}`,
  },
  {
    what: 'tags of a queue',
    make: async () => (await onSqs(new sqs.CreateQueueCommand({ QueueName: 'tagged' }))).QueueUrl,
    add: (queue, n) => onSqs(new sqs.TagQueueCommand({ QueueUrl: queue, Tags: { [`k${n}`]: 'x' } })),
    pieces: async (queue) => Object.keys((await onSqs(new sqs.ListQueueTagsCommand({ QueueUrl: queue }))).Tags),
    piece: (n) => `k${n}`,
  },
  {
    what: 'messages in a queue',
    make: async () => (await onSqs(new sqs.CreateQueueCommand({ QueueName: 'sent' }))).QueueUrl,
    add: (queue, n) => onSqs(new sqs.SendMessageCommand({ QueueUrl: queue, MessageBody: `m${n}` })),
    async pieces(queue) {
      const bodies: string[] = [];
      for (;;) {
        const { Messages } = await onSqs(new sqs.ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }));
        if (!Messages) return bodies;
        bodies.push(...Messages.map(({ Body }: sqs.Message) => Body));
      }
    },
    piece: (n) => `m${n}`,
  },
  {
    what: 'tags of a topic',
    make: async () => (await onSns(new sns.CreateTopicCommand({ Name: 'tagged' }))).TopicArn,
    add: (ResourceArn, n) => onSns(new sns.TagResourceCommand({ ResourceArn, Tags: [tag(n)] })),
    pieces: async (ResourceArn) =>
      (await onSns(new sns.ListTagsForResourceCommand({ ResourceArn }))).Tags.map(({ Key }: sns.Tag) => Key),
    piece: (n) => `k${n}`,
  },
  {
    what: 'subscriptions of a topic',
    make: async () => (await onSns(new sns.CreateTopicCommand({ Name: 'heard' }))).TopicArn,
    add: (TopicArn, n) =>
      onSns(new sns.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn('sqs', `s${n % 10}`) })),
    pieces: async (TopicArn) =>
      (await onSns(new sns.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions.map(
        ({ Endpoint }: sns.Subscription) => Endpoint,
      ),
    piece: (n) => arn('sqs', `s${n % 10}`),
  },
  {
    what: 'lines of a stream',
    make: async () => {
      await onLogs(new logs.CreateLogGroupCommand({ logGroupName: 'g' }));
      await onLogs(new logs.CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
      return 'g';
    },
    add: (logGroupName, n) =>
      onLogs(
        new logs.PutLogEventsCommand({
          logGroupName,
          logStreamName: 's',
          logEvents: [{ timestamp: Date.now(), message: `l${n}` }],
        }),
      ),
    pieces: async (logGroupName) =>
      (await onLogs(new logs.FilterLogEventsCommand({ logGroupName }))).events.map(
        ({ message }: logs.FilteredLogEvent) => message,
      ),
    piece: (n) => `l${n}`,
  },
  {
    what: 'versions of a parameter',
    make: async () => {
      await onSsm(new ssm.PutParameterCommand({ Name: 'p', Type: 'String', Value: 'first' }));
      return 'p';
    },
    add: (Name, n) => onSsm(new ssm.PutParameterCommand({ Name, Value: `v${n}`, Overwrite: true })),
    pieces: async (Name) =>
      (await onSsm(new ssm.GetParameterHistoryCommand({ Name }))).Parameters.slice(1).map(
        ({ Value }: ssm.ParameterHistory) => Value,
      ),
    piece: (n) => `v${n}`,
  },
  {
    what: 'tags of a secret',
    make: async () => (await onSecrets(new secrets.CreateSecretCommand({ Name: 's', SecretString: 'x' }))).ARN,
    add: (SecretId, n) => onSecrets(new secrets.TagResourceCommand({ SecretId, Tags: [tag(n)] })),
    pieces: async (SecretId) =>
      (await onSecrets(new secrets.DescribeSecretCommand({ SecretId }))).Tags.map(({ Key }: secrets.Tag) => Key),
    piece: (n) => `k${n}`,
  },
  {
    what: 'tags of a key',
    make: async () => (await onKms(new kms.CreateKeyCommand({}))).KeyMetadata.KeyId,
    add: (KeyId, n) => onKms(new kms.TagResourceCommand({ KeyId, Tags: [{ TagKey: `k${n}`, TagValue: 'x' }] })),
    pieces: async (KeyId) =>
      (await onKms(new kms.ListResourceTagsCommand({ KeyId }))).Tags.map(({ TagKey }: kms.Tag) => TagKey),
    piece: (n) => `k${n}`,
  },
  {
    what: 'tags of an identity of mail',
    make: async () => {
      await onSes(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'tagged.example' }));
      return 'tagged.example';
    },
    add: (identity, n) =>
      onSes(new ses.TagResourceCommand({ ResourceArn: arn('ses', `identity/${identity}`), Tags: [tag(n)] })),
    pieces: async (EmailIdentity) =>
      (await onSes(new ses.GetEmailIdentityCommand({ EmailIdentity }))).Tags.map(({ Key }: ses.Tag) => Key),
    piece: (n) => `k${n}`,
  },
  {
    what: 'tags of a function',
    make: async () => (await createFunction('tagged')).FunctionArn,
    add: (Resource, n) => onLambda(new lambda.TagResourceCommand({ Resource, Tags: { [`k${n}`]: 'x' } })),
    pieces: async (Resource) => Object.keys((await onLambda(new lambda.ListTagsCommand({ Resource }))).Tags),
    piece: (n) => `k${n}`,
  },
  {
    what: 'permissions of a function',
    make: async () => (await createFunction('permitted')).FunctionName,
    add: (FunctionName, n) =>
      onLambda(
        new lambda.AddPermissionCommand({
          FunctionName,
          StatementId: `s${n}`,
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
        }),
      ),
    pieces: async (FunctionName) =>
      JSON.parse((await onLambda(new lambda.GetPolicyCommand({ FunctionName }))).Policy).Statement.map(
        ({ Sid }: { Sid: string }) => Sid,
      ),
    piece: (n) => `s${n}`,
  },
  {
    what: 'aliases of a function',
    make: async () => {
      const { FunctionName } = await createFunction('aliased');
      await onLambda(new lambda.PublishVersionCommand({ FunctionName }));
      return FunctionName;
    },
    add: (FunctionName, n) =>
      onLambda(new lambda.CreateAliasCommand({ FunctionName, Name: `a${n}`, FunctionVersion: '1' })),
    pieces: async (FunctionName) =>
      (await onLambda(new lambda.ListAliasesCommand({ FunctionName }))).Aliases.map(
        ({ Name }: lambda.AliasConfiguration) => Name,
      ),
    piece: (n) => `a${n}`,
  },
  {
    what: 'resources of a REST API',
    make: async () => (await onApi(new apigateway.CreateRestApiCommand({ name: 'a' }))).id,
    async add(restApiId, n) {
      const { items } = await onApi(new apigateway.GetResourcesCommand({ restApiId, limit: 500 }));
      const parentId = items.find(({ path }: apigateway.Resource) => path === '/').id;
      return onApi(new apigateway.CreateResourceCommand({ restApiId, parentId, pathPart: `r${n}` }));
    },
    pieces: async (restApiId) =>
      (await onApi(new apigateway.GetResourcesCommand({ restApiId, limit: 500 }))).items
        .map(({ pathPart }: apigateway.Resource) => pathPart)
        .filter((part: string | undefined) => part !== undefined),
    piece: (n) => `r${n}`,
  },
  {
    what: 'routes of an HTTP API',
    make: async () => (await onApi2(new apigatewayv2.CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }))).ApiId,
    add: (ApiId, n) => onApi2(new apigatewayv2.CreateRouteCommand({ ApiId, RouteKey: `GET /r${n}` })),
    pieces: async (ApiId) =>
      (await onApi2(new apigatewayv2.GetRoutesCommand({ ApiId, MaxResults: '100' }))).Items.map(
        ({ RouteKey }: apigatewayv2.Route) => RouteKey,
      ),
    piece: (n) => `GET /r${n}`,
  },
  {
    what: 'attributes of an item',
    make: async () => {
      await onDynamo(
        new dynamodb.CreateTableCommand({
          TableName: 'table',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      );
      return 'table';
    },
    add: (TableName, n) =>
      onDynamo(
        new dynamodb.UpdateItemCommand({
          TableName,
          Key: { id: { S: 'x' } },
          UpdateExpression: 'ADD parts :part',
          ExpressionAttributeValues: { ':part': { SS: [`p${n}`] } },
        }),
      ),
    pieces: async (TableName) =>
      (await onDynamo(new dynamodb.GetItemCommand({ TableName, Key: { id: { S: 'x' } } }))).Item.parts.SS,
    piece: (n) => `p${n}`,
  },
  {
    what: 'versions of an object',
    make: async () => {
      await onS3(new s3.CreateBucketCommand({ Bucket: 'bucket' }));
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await onS3(new s3.PutBucketVersioningCommand({ Bucket: 'bucket', VersioningConfiguration }));
      return 'bucket';
    },
    add: (Bucket, n) => onS3(new s3.PutObjectCommand({ Bucket, Key: 'k', Body: 'x'.repeat(n + 1) })),
    pieces: async (Bucket) =>
      (await onS3(new s3.ListObjectVersionsCommand({ Bucket }))).Versions.map(
        ({ Size }: s3.ObjectVersion) => `${Size}`,
      ),
    piece: (n) => `${n + 1}`,
  },
];

test.each(gatherings)('$what', async ({ make, add, pieces, piece }) => {
  const id = await make();
  await Promise.all(numbers.map((n) => add(id, n)));
  expect([...(await pieces(id))].sort()).toEqual([...new Set(numbers.map(piece))].sort());
});

describe('a name is taken once', () => {
  test.each<[what: string, make: () => Promise<unknown>, refused: string]>([
    [
      'a role',
      () => onIam(new iam.CreateRoleCommand({ RoleName: 'once', AssumeRolePolicyDocument: trust })),
      'EntityAlreadyExistsException',
    ],
    [
      'a secret',
      () => onSecrets(new secrets.CreateSecretCommand({ Name: 'once', SecretString: 'x' })),
      'ResourceExistsException',
    ],
    [
      'a parameter',
      () => onSsm(new ssm.PutParameterCommand({ Name: 'once', Value: 'x', Type: 'String' })),
      'ParameterAlreadyExists',
    ],
    ['a function', () => createFunction('once'), 'ResourceConflictException'],
    ['a bus', () => onEvents(new events.CreateEventBusCommand({ Name: 'once' })), 'ResourceAlreadyExistsException'],
    [
      'a log group',
      () => onLogs(new logs.CreateLogGroupCommand({ logGroupName: 'once' })),
      'ResourceAlreadyExistsException',
    ],
    [
      'an identity',
      () => onSes(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'once.example' })),
      'AlreadyExistsException',
    ],
    [
      'an object that must not be there',
      async () => {
        await onS3(new s3.CreateBucketCommand({ Bucket: 'once' }));
        return onS3(new s3.PutObjectCommand({ Bucket: 'once', Key: 'k', Body: 'x', IfNoneMatch: '*' }));
      },
      'PreconditionFailed',
    ],
  ])('by %s', async (_what, make, refused) => {
    const ends = await Promise.allSettled(numbers.map(() => make()));
    const names = ends.map((end) => (end.status === 'fulfilled' ? 'made' : (end.reason as Error).name)).sort();
    expect(names.filter((name) => name === 'made')).toHaveLength(1);
    // AWS says of some losers that they were at the same time.
    expect(new Set(names.filter((name) => name !== 'made'))).toEqual(new Set([refused]));
  });

  test('queues and topics are the same for all', async () => {
    const urls = await Promise.all(numbers.map(() => onSqs(new sqs.CreateQueueCommand({ QueueName: 'once' }))));
    expect(new Set(urls.map((url) => url.QueueUrl))).toEqual(new Set([QueueUrl('once')]));
    const topics = await Promise.all(numbers.map(() => onSns(new sns.CreateTopicCommand({ Name: 'once' }))));
    expect(new Set(topics.map((topic) => topic.TopicArn))).toEqual(new Set([arn('sns', 'once')]));
  });

  test('a message is given to one of those who ask', async () => {
    await onSqs(new sqs.CreateQueueCommand({ QueueName: 'shared' }));
    for (const n of numbers) {
      await onSqs(new sqs.SendMessageCommand({ QueueUrl: QueueUrl('shared'), MessageBody: `${n}` }));
    }
    const answers = await Promise.all(
      numbers.map(() => onSqs(new sqs.ReceiveMessageCommand({ QueueUrl: QueueUrl('shared'), MaxNumberOfMessages: 2 }))),
    );
    const bodies = answers.flatMap(({ Messages = [] }) => Messages.map(({ Body }: sqs.Message) => Number(Body)));
    expect(bodies.sort((a, b) => a - b)).toEqual(numbers);
  });
});
