/** What is deleted and made again under its name is new: nothing of the first shows through, before a restart or after. */
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
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });

let server: RestartableServer;
beforeAll(async () => {
  server = await startServer({ environment: { PATH: process.env['PATH'] } });
});
afterAll(async () => {
  for (const client of clients.values()) client.destroy();
  await server.stop();
});

interface Thing {
  readonly name: string;
  make(): Promise<unknown>;
  /** Gives it all that it can have. */
  furnish(): Promise<unknown>;
  remove(): Promise<unknown>;
  /** What there is of a new one; errors are their names. */
  look(): Promise<unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: any client of the SDK.
const clients = new Map<unknown, any>();
// biome-ignore lint/suspicious/noExplicitAny: commands of any client.
function over<C>(Client: new (configuration: any) => C): (command: any) => Promise<any> {
  return (command) => {
    if (!clients.has(Client)) {
      clients.set(Client, new Client({ ...server.clientConfiguration, forcePathStyle: true }));
    }
    return clients.get(Client).send(command);
  };
}

const onS3 = over(s3.S3Client);
const onDynamo = over(dynamodb.DynamoDBClient);
const onSsm = over(ssm.SSMClient);
const onSecrets = over(secrets.SecretsManagerClient);
const onSqs = over(sqs.SQSClient);
const onSns = over(sns.SNSClient);
const onEvents = over(events.EventBridgeClient);
const onLogs = over(logs.CloudWatchLogsClient);
const onIam = over(iam.IAMClient);
const onKms = over(kms.KMSClient);
const onSes = over(ses.SESv2Client);
const onLambda = over(lambda.LambdaClient);

const code = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).split(':')[0]!;
const Bucket = 'again';
const TableName = 'again';
const QueueUrl = (): string => `${server.url}/000000000000/again`;
const TopicArn = arn('sns', 'again');
let keyId = '';

const things: readonly Thing[] = [
  {
    name: 'a bucket',
    make: () => onS3(new s3.CreateBucketCommand({ Bucket })),
    async furnish() {
      await onSqs(new sqs.CreateQueueCommand({ QueueName: 'hears' }));
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::again/*' }],
      });
      await onS3(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
      await onS3(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
      const QueueConfigurations = [{ QueueArn: arn('sqs', 'hears'), Events: ['s3:ObjectCreated:*' as const] }];
      await onS3(
        new s3.PutBucketNotificationConfigurationCommand({
          Bucket,
          NotificationConfiguration: { QueueConfigurations },
        }),
      );
      await onS3(new s3.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=b' }));
      await onS3(new s3.CreateMultipartUploadCommand({ Bucket, Key: 'part' }));
      await onS3(new s3.DeleteObjectCommand({ Bucket, Key: 'k' }));
    },
    remove: () => onS3(new s3.DeleteBucketCommand({ Bucket })),
    look: async () => ({
      policy: await code(onS3(new s3.GetBucketPolicyCommand({ Bucket }))),
      tags: await code(onS3(new s3.GetBucketTaggingCommand({ Bucket }))),
      notified: (await onS3(new s3.GetBucketNotificationConfigurationCommand({ Bucket }))).QueueConfigurations,
      versioning: (await onS3(new s3.GetBucketVersioningCommand({ Bucket }))).Status,
      objects: (await onS3(new s3.ListObjectsV2Command({ Bucket }))).KeyCount,
      uploads: (await onS3(new s3.ListMultipartUploadsCommand({ Bucket }))).Uploads,
    }),
  },
  {
    name: 'a table',
    make: () =>
      onDynamo(
        new dynamodb.CreateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      ),
    async furnish() {
      const ResourceArn = arn('dynamodb', 'table/again');
      await onDynamo(new dynamodb.PutItemCommand({ TableName, Item: { id: { S: 'x' } } }));
      await onDynamo(new dynamodb.TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }));
      const TimeToLiveSpecification = { Enabled: true, AttributeName: 'end' };
      await onDynamo(new dynamodb.UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      await onDynamo(new dynamodb.UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    },
    remove: () => onDynamo(new dynamodb.DeleteTableCommand({ TableName })),
    look: async () => ({
      items: (await onDynamo(new dynamodb.ScanCommand({ TableName }))).Count,
      tags: (await onDynamo(new dynamodb.ListTagsOfResourceCommand({ ResourceArn: arn('dynamodb', 'table/again') })))
        .Tags,
      ends: (await onDynamo(new dynamodb.DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription,
      backups: (await onDynamo(new dynamodb.DescribeContinuousBackupsCommand({ TableName })))
        .ContinuousBackupsDescription.PointInTimeRecoveryDescription,
    }),
  },
  {
    name: 'a parameter',
    make: () => onSsm(new ssm.PutParameterCommand({ Name: 'again', Type: 'String', Value: 'x' })),
    async furnish() {
      await onSsm(new ssm.PutParameterCommand({ Name: 'again', Value: 'y', Overwrite: true, Description: 'd' }));
      await onSsm(new ssm.LabelParameterVersionCommand({ Name: 'again', Labels: ['live'] }));
      await onSsm(
        new ssm.AddTagsToResourceCommand({
          ResourceType: 'Parameter',
          ResourceId: 'again',
          Tags: [{ Key: 'a', Value: 'b' }],
        }),
      );
    },
    remove: () => onSsm(new ssm.DeleteParameterCommand({ Name: 'again' })),
    look: async () => ({
      value: (await onSsm(new ssm.GetParameterCommand({ Name: 'again' }))).Parameter.Value,
      history: (await onSsm(new ssm.GetParameterHistoryCommand({ Name: 'again' }))).Parameters.map(
        ({ Version, Labels, Description }: ssm.ParameterHistory) => ({ Version, Labels, Description }),
      ),
      tags: (await onSsm(new ssm.ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: 'again' })))
        .TagList,
    }),
  },
  {
    name: 'a secret',
    make: () => onSecrets(new secrets.CreateSecretCommand({ Name: 'again', SecretString: 'x' })),
    async furnish() {
      const SecretId = 'again';
      await onSecrets(new secrets.PutSecretValueCommand({ SecretId, SecretString: 'y' }));
      await onSecrets(new secrets.TagResourceCommand({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] }));
      await onSecrets(new secrets.PutResourcePolicyCommand({ SecretId, ResourcePolicy: trust }));
    },
    remove: () => onSecrets(new secrets.DeleteSecretCommand({ SecretId: 'again', ForceDeleteWithoutRecovery: true })),
    look: async () => ({
      value: (await onSecrets(new secrets.GetSecretValueCommand({ SecretId: 'again' }))).SecretString,
      previous: await code(
        onSecrets(new secrets.GetSecretValueCommand({ SecretId: 'again', VersionStage: 'AWSPREVIOUS' })),
      ),
      tags: (await onSecrets(new secrets.DescribeSecretCommand({ SecretId: 'again' }))).Tags,
      policy: (await onSecrets(new secrets.GetResourcePolicyCommand({ SecretId: 'again' }))).ResourcePolicy,
    }),
  },
  {
    name: 'a queue',
    make: () => onSqs(new sqs.CreateQueueCommand({ QueueName: 'again' })),
    async furnish() {
      await onSqs(new sqs.SetQueueAttributesCommand({ QueueUrl: QueueUrl(), Attributes: { DelaySeconds: '1' } }));
      await onSqs(new sqs.TagQueueCommand({ QueueUrl: QueueUrl(), Tags: { a: 'b' } }));
      await onSqs(new sqs.SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'x', DelaySeconds: 0 }));
      await onSqs(new sqs.SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'late', DelaySeconds: 1 }));
      await onSqs(new sqs.ReceiveMessageCommand({ QueueUrl: QueueUrl(), VisibilityTimeout: 1 }));
    },
    remove: () => onSqs(new sqs.DeleteQueueCommand({ QueueUrl: QueueUrl() })),
    look: async () => ({
      delay: (
        await onSqs(new sqs.GetQueueAttributesCommand({ QueueUrl: QueueUrl(), AttributeNames: ['DelaySeconds'] }))
      ).Attributes,
      tags: (await onSqs(new sqs.ListQueueTagsCommand({ QueueUrl: QueueUrl() }))).Tags,
      messages: (await onSqs(new sqs.ReceiveMessageCommand({ QueueUrl: QueueUrl(), WaitTimeSeconds: 2 }))).Messages,
    }),
  },
  {
    name: 'a topic',
    make: () => onSns(new sns.CreateTopicCommand({ Name: 'again' })),
    async furnish() {
      await onSns(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'x' }));
      await onSns(new sns.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn('sqs', 'hears') }));
      await onSns(new sns.TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'a', Value: 'b' }] }));
      await onSns(
        new sns.AddPermissionCommand({ TopicArn, Label: 'l', AWSAccountId: ['111122223333'], ActionName: ['Publish'] }),
      );
    },
    remove: () => onSns(new sns.DeleteTopicCommand({ TopicArn })),
    async look() {
      const { Attributes } = await onSns(new sns.GetTopicAttributesCommand({ TopicArn }));
      return {
        name: Attributes.DisplayName,
        statements: JSON.parse(Attributes.Policy).Statement.length,
        subscriptions: (await onSns(new sns.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions,
        tags: (await onSns(new sns.ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags,
      };
    },
  },
  {
    name: 'a rule on a bus of its own',
    async make() {
      await onEvents(new events.CreateEventBusCommand({ Name: 'again' }));
      const EventPattern = '{"source":["a"]}';
      await onEvents(new events.PutRuleCommand({ Name: 'again', EventBusName: 'again', EventPattern }));
    },
    async furnish() {
      const Targets = [{ Id: 'q', Arn: arn('sqs', 'hears') }];
      await onEvents(new events.PutTargetsCommand({ Rule: 'again', EventBusName: 'again', Targets }));
      const permission = { StatementId: 's', Action: 'events:PutEvents', Principal: '111122223333' };
      await onEvents(new events.PutPermissionCommand({ EventBusName: 'again', ...permission }));
      const ResourceARN = arn('events', 'rule/again/again');
      await onEvents(new events.TagResourceCommand({ ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] }));
      await onEvents(new events.DisableRuleCommand({ Name: 'again', EventBusName: 'again' }));
    },
    async remove() {
      await onEvents(new events.RemoveTargetsCommand({ Rule: 'again', EventBusName: 'again', Ids: ['q'] }));
      await onEvents(new events.DeleteRuleCommand({ Name: 'again', EventBusName: 'again' }));
      await onEvents(new events.DeleteEventBusCommand({ Name: 'again' }));
    },
    look: async () => ({
      policy: (await onEvents(new events.DescribeEventBusCommand({ Name: 'again' }))).Policy,
      state: (await onEvents(new events.DescribeRuleCommand({ Name: 'again', EventBusName: 'again' }))).State,
      targets: (await onEvents(new events.ListTargetsByRuleCommand({ Rule: 'again', EventBusName: 'again' }))).Targets,
      tags: (await onEvents(new events.ListTagsForResourceCommand({ ResourceARN: arn('events', 'rule/again/again') })))
        .Tags,
    }),
  },
  {
    name: 'a log group',
    async make() {
      await onLogs(new logs.CreateLogGroupCommand({ logGroupName: 'again' }));
      await onLogs(new logs.CreateLogStreamCommand({ logGroupName: 'again', logStreamName: 's' }));
    },
    async furnish() {
      const logEvents = [{ timestamp: Date.now(), message: 'x' }];
      await onLogs(new logs.PutLogEventsCommand({ logGroupName: 'again', logStreamName: 's', logEvents }));
      await onLogs(new logs.PutRetentionPolicyCommand({ logGroupName: 'again', retentionInDays: 1 }));
      await onLogs(new logs.TagResourceCommand({ resourceArn: arn('logs', 'log-group:again'), tags: { a: 'b' } }));
    },
    remove: () => onLogs(new logs.DeleteLogGroupCommand({ logGroupName: 'again' })),
    async look() {
      const { logGroups } = await onLogs(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: 'again' }));
      return {
        retention: logGroups[0].retentionInDays,
        lines: (await onLogs(new logs.GetLogEventsCommand({ logGroupName: 'again', logStreamName: 's' }))).events,
        found: (await onLogs(new logs.FilterLogEventsCommand({ logGroupName: 'again' }))).events,
        tags: (await onLogs(new logs.ListTagsForResourceCommand({ resourceArn: arn('logs', 'log-group:again') }))).tags,
      };
    },
  },
  {
    name: 'a role',
    make: () => onIam(new iam.CreateRoleCommand({ RoleName: 'again', AssumeRolePolicyDocument: trust })),
    async furnish() {
      await onIam(new iam.TagRoleCommand({ RoleName: 'again', Tags: [{ Key: 'a', Value: 'b' }] }));
      await onIam(new iam.UpdateRoleCommand({ RoleName: 'again', MaxSessionDuration: 7_200 }));
    },
    remove: () => onIam(new iam.DeleteRoleCommand({ RoleName: 'again' })),
    async look() {
      const { Role } = await onIam(new iam.GetRoleCommand({ RoleName: 'again' }));
      return { session: Role.MaxSessionDuration, tags: Role.Tags };
    },
  },
  {
    name: 'an alias of a key',
    async make() {
      keyId = (await onKms(new kms.CreateKeyCommand({}))).KeyMetadata.KeyId;
      await onKms(new kms.CreateAliasCommand({ AliasName: 'alias/again', TargetKeyId: keyId }));
    },
    furnish: () => onKms(new kms.TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })),
    remove: () => onKms(new kms.DeleteAliasCommand({ AliasName: 'alias/again' })),
    async look() {
      const { KeyMetadata } = await onKms(new kms.DescribeKeyCommand({ KeyId: 'alias/again' }));
      const { Tags } = await onKms(new kms.ListResourceTagsCommand({ KeyId: KeyMetadata.KeyId }));
      return { isNew: KeyMetadata.KeyId === keyId, tags: Tags };
    },
  },
  {
    name: 'an identity of mail',
    make: () => onSes(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'again.example' })),
    furnish: () =>
      onSes(
        new ses.TagResourceCommand({
          ResourceArn: arn('ses', 'identity/again.example'),
          Tags: [{ Key: 'a', Value: 'b' }],
        }),
      ),
    remove: () => onSes(new ses.DeleteEmailIdentityCommand({ EmailIdentity: 'again.example' })),
    look: async () => ({
      tags: (await onSes(new ses.GetEmailIdentityCommand({ EmailIdentity: 'again.example' }))).Tags,
    }),
  },
  {
    name: 'a function',
    make: () =>
      onLambda(
        new lambda.CreateFunctionCommand({
          FunctionName: 'again',
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/r',
          Code: { ZipFile: zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1;') }) },
        }),
      ),
    async furnish() {
      const FunctionName = 'again';
      await onLambda(new lambda.PublishVersionCommand({ FunctionName }));
      await onLambda(new lambda.CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
      await onLambda(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
      await onLambda(new lambda.PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
      const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
      await onLambda(new lambda.AddPermissionCommand({ FunctionName, ...permission }));
      const Resource = arn('lambda', 'function:again');
      await onLambda(new lambda.TagResourceCommand({ Resource, Tags: { a: 'b' } }));
    },
    remove: () => onLambda(new lambda.DeleteFunctionCommand({ FunctionName: 'again' })),
    async look() {
      const FunctionName = 'again';
      const { Concurrency, Tags } = await onLambda(new lambda.GetFunctionCommand({ FunctionName }));
      return {
        Concurrency,
        Tags,
        versions: (await onLambda(new lambda.ListVersionsByFunctionCommand({ FunctionName }))).Versions.length,
        aliases: (await onLambda(new lambda.ListAliasesCommand({ FunctionName }))).Aliases,
        policy: await code(onLambda(new lambda.GetPolicyCommand({ FunctionName }))),
        invokes: await code(onLambda(new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName }))),
      };
    },
  },
];

test.each(things)('$name', async ({ make, furnish, remove, look }) => {
  await make();
  const fresh = await look();
  await furnish();
  expect(await look()).not.toEqual(fresh);
  await remove();
  await make();
  expect(await look()).toEqual(fresh);
});

test('and after a restart', async () => {
  const before = [];
  for (const { look } of things) before.push(await look());
  await server.restart();
  const after = [];
  for (const { look } of things) after.push(await look());
  expect(after).toEqual(before);
});
