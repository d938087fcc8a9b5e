/** Writes of each service, and how each is read back: what was acknowledged must be there, as it was written. */
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateApiCommand, CreateRouteCommand, GetApiCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import {
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateTemplateCommand,
  GetTemplateCommand,
  ListIdentitiesCommand,
  SendEmailCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses';
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  SendEmailCommand as SendEmail2,
} from '@aws-sdk/client-sesv2';
import { CreateStateMachineCommand, DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type KillBench, roleArn } from './kill-bench.ts';

export interface KeptWrite {
  readonly name: string;
  prepare?(bench: KillBench): Promise<void>;
  /** Resolves once it was acknowledged, with what reading it back takes. */
  write(bench: KillBench, n: number): Promise<unknown>;
  /** What is there of write `n`: told equal to `content(n)`, or with what is missing. */
  // biome-ignore lint/suspicious/noExplicitAny: what `write` gave.
  read(bench: KillBench, n: number, written: any): Promise<unknown>;
}

export const content = (n: number): string => `content ${n}`;

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const definition = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Pass' }, Pass: { Type: 'Pass', End: true } },
});
const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:kept';

async function mailText(bench: KillBench, id: string): Promise<string> {
  const mail = (await (await fetch(`${bench.url}/_stepwell/mail/${id}`)).json()) as { text?: string };
  return (mail.text ?? JSON.stringify(mail)).trim();
}

export const keptWrites: readonly KeptWrite[] = [
  {
    name: 's3: an object',
    prepare: async ({ clients }) => void (await clients.s3.send(new CreateBucketCommand({ Bucket: 'kept' }))),
    write: ({ clients }, n) =>
      clients.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: `key-${n}`, Body: content(n) })),
    read: async ({ clients }, n) =>
      (await clients.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: `key-${n}` }))).Body?.transformToString(),
  },
  {
    name: 'dynamodb: an item',
    prepare: async ({ clients }) =>
      void (await clients.dynamodb.send(
        new CreateTableCommand({
          TableName: 'kept',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      )),
    write: ({ clients }, n) =>
      clients.dynamodb.send(
        new PutItemCommand({ TableName: 'kept', Item: { id: { S: `${n}` }, text: { S: content(n) } } }),
      ),
    read: async ({ clients }, n) =>
      (
        await clients.dynamodb.send(
          new GetItemCommand({ TableName: 'kept', Key: { id: { S: `${n}` } }, ConsistentRead: true }),
        )
      ).Item?.['text']?.S,
  },
  {
    name: 'states: an execution, to its end',
    prepare: async ({ clients }) =>
      void (await clients.states.send(new CreateStateMachineCommand({ name: 'kept', roleArn, definition }))),
    write: ({ clients }, n) =>
      clients.states.send(
        new StartExecutionCommand({ stateMachineArn, name: `e-${n}`, input: JSON.stringify(content(n)) }),
      ),
    read: async (bench, n) => {
      const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:e-${n}`;
      const describe = () => bench.clients.states.send(new DescribeExecutionCommand({ executionArn }));
      await bench.until(async () => (await describe()).status !== 'RUNNING');
      const { status, output = '""' } = await describe();
      return status === 'SUCCEEDED' ? JSON.parse(output) : status;
    },
  },
  {
    name: 'secretsmanager: a secret and its second version',
    write: async ({ clients }, n) => {
      await clients.secrets.send(new CreateSecretCommand({ Name: `kept/${n}`, SecretString: 'first' }));
      return clients.secrets.send(new PutSecretValueCommand({ SecretId: `kept/${n}`, SecretString: content(n) }));
    },
    read: async ({ clients }, n, { VersionId }) =>
      (await clients.secrets.send(new GetSecretValueCommand({ SecretId: `kept/${n}`, VersionId }))).SecretString,
  },
  {
    name: 'ssm: a secure parameter',
    write: ({ clients }, n) =>
      clients.ssm.send(new PutParameterCommand({ Name: `/kept/${n}`, Type: 'SecureString', Value: content(n) })),
    read: async ({ clients }, n) =>
      (await clients.ssm.send(new GetParameterCommand({ Name: `/kept/${n}`, WithDecryption: true }))).Parameter?.Value,
  },
  {
    name: 'kms: a key that decrypts what it encrypted, by its alias',
    write: async ({ clients }, n) => {
      const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({ Description: content(n) }));
      const KeyId = `alias/kept-${n}`;
      await clients.kms.send(new CreateAliasCommand({ AliasName: KeyId, TargetKeyId: KeyMetadata?.KeyId }));
      return clients.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(content(n)) }));
    },
    read: async ({ clients }, n, { CiphertextBlob }) => {
      const decrypt = new DecryptCommand({ KeyId: `alias/kept-${n}`, CiphertextBlob });
      return Buffer.from((await clients.kms.send(decrypt)).Plaintext!).toString();
    },
  },
  {
    name: 'ses: an identity and a mail from it',
    write: async ({ clients }, n) => {
      const Source = `sender-${n}@example.com`;
      await clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: Source }));
      return clients.ses.send(
        new SendEmailCommand({
          Source,
          Destination: { ToAddresses: ['to@example.org'] },
          Message: { Subject: { Data: 's' }, Body: { Text: { Data: content(n) } } },
        }),
      );
    },
    read: async (bench, n, { MessageId }) => {
      const { Identities } = await bench.clients.ses.send(new ListIdentitiesCommand({ MaxItems: 1_000 }));
      if (!Identities?.includes(`sender-${n}@example.com`)) return 'the identity is gone';
      return mailText(bench, MessageId);
    },
  },
  {
    name: 'ses: a template',
    write: ({ clients }, n) =>
      clients.ses.send(
        new CreateTemplateCommand({ Template: { TemplateName: `kept-${n}`, SubjectPart: 's', TextPart: content(n) } }),
      ),
    read: async ({ clients }, n) =>
      (await clients.ses.send(new GetTemplateCommand({ TemplateName: `kept-${n}` }))).Template?.TextPart,
  },
  {
    name: 'sesv2: an identity and a mail from it',
    write: async ({ clients }, n) => {
      const EmailIdentity = `kept-${n}.example`;
      await clients.sesv2.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      return clients.sesv2.send(
        new SendEmail2({
          FromEmailAddress: `me@${EmailIdentity}`,
          Destination: { ToAddresses: ['to@example.org'] },
          Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: content(n) } } } },
        }),
      );
    },
    read: async (bench, n, { MessageId }) => {
      await bench.clients.sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: `kept-${n}.example` }));
      return mailText(bench, MessageId);
    },
  },
  {
    name: 'sns: a topic and a subscription with a filter',
    write: async ({ clients }, n) => {
      const { TopicArn } = await clients.sns.send(
        new CreateTopicCommand({ Name: `kept-${n}`, Attributes: { DisplayName: content(n) } }),
      );
      return clients.sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint: 'arn:aws:sqs:us-east-1:000000000000:none',
          Attributes: { FilterPolicy: JSON.stringify({ n: [n] }) },
        }),
      );
    },
    read: async ({ clients }, n, { SubscriptionArn }) => {
      const { Attributes } = await clients.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      if (Attributes?.['FilterPolicy'] !== JSON.stringify({ n: [n] })) return Attributes;
      const topic = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn: Attributes['TopicArn'] }));
      return topic.Attributes?.['DisplayName'];
    },
  },
  {
    name: 'sqs: a queue',
    write: ({ clients }, n) =>
      clients.sqs.send(new CreateQueueCommand({ QueueName: `kept-${n}`, Attributes: { DelaySeconds: `${n % 900}` } })),
    read: async (bench, n) => {
      const QueueUrl = bench.queueUrl(`kept-${n}`);
      const { Attributes } = await bench.clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['DelaySeconds'] }),
      );
      return Attributes?.['DelaySeconds'] === `${n % 900}` ? content(n) : Attributes;
    },
  },
  {
    name: 'events: a rule and its target',
    write: async ({ clients }, n) => {
      const EventPattern = JSON.stringify({ source: [`kept-${n}`] });
      await clients.events.send(new PutRuleCommand({ Name: `kept-${n}`, EventPattern, Description: content(n) }));
      return clients.events.send(
        new PutTargetsCommand({
          Rule: `kept-${n}`,
          Targets: [{ Id: content(n).replace(' ', '-'), Arn: 'arn:aws:sqs:us-east-1:000000000000:none' }],
        }),
      );
    },
    read: async ({ clients }, n) => {
      const { Targets } = await clients.events.send(new ListTargetsByRuleCommand({ Rule: `kept-${n}` }));
      if (Targets?.length !== 1) return Targets;
      return (await clients.events.send(new DescribeRuleCommand({ Name: `kept-${n}` }))).Description;
    },
  },
  {
    name: 'logs: a stream and its lines',
    prepare: async ({ clients }) =>
      void (await clients.logs.send(new CreateLogGroupCommand({ logGroupName: '/kept' }))),
    write: async ({ clients }, n) => {
      const stream = { logGroupName: '/kept', logStreamName: `stream-${n}` };
      await clients.logs.send(new CreateLogStreamCommand(stream));
      return clients.logs.send(
        new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: content(n) }] }),
      );
    },
    read: async ({ clients }, n) => {
      const { events } = await clients.logs.send(
        new FilterLogEventsCommand({ logGroupName: '/kept', logStreamNames: [`stream-${n}`] }),
      );
      return events?.[0]?.message;
    },
  },
  {
    name: 'iam: a role and its policy',
    write: async ({ clients }, n) => {
      const RoleName = `kept-${n}`;
      await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      return clients.iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: content(n).replace(' ', '-'), PolicyDocument: trust }),
      );
    },
    read: async ({ clients }, n) => {
      const PolicyName = content(n).replace(' ', '-');
      const got = await clients.iam.send(new GetRolePolicyCommand({ RoleName: `kept-${n}`, PolicyName }));
      return decodeURIComponent(got.PolicyDocument ?? '') === trust ? content(n) : got;
    },
  },
  {
    name: 'lambda: a function with its invoke configuration, and its answer',
    write: async (bench, n) => {
      const FunctionName = `kept-${n}`;
      await bench.createFunction(FunctionName, `exports.handler = async () => ${JSON.stringify(content(n))};`);
      return bench.clients.lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: n % 3 }),
      );
    },
    read: async ({ clients }, n) => {
      const FunctionName = `kept-${n}`;
      const { State } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const config = await clients.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
      if (State !== 'Active' || config.MaximumRetryAttempts !== n % 3) return { State, config };
      // Each is a process: some are asked.
      if (n % 8 !== 0) return content(n);
      const { Payload } = await clients.lambda.send(new InvokeCommand({ FunctionName }));
      return JSON.parse(Buffer.from(Payload!).toString());
    },
  },
  {
    name: 'lambda: an event source mapping',
    prepare: (bench) => bench.createFunction('mapped', 'exports.handler = async () => null;'),
    write: async (bench, n) => {
      const { arn } = await bench.createQueue(`mapped-${n}`);
      return bench.clients.lambda.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: arn,
          FunctionName: 'mapped',
          BatchSize: (n % 10) + 1,
          Enabled: false,
        }),
      );
    },
    read: async ({ clients }, n, { UUID }) => {
      const mapping = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      const isSame = mapping.BatchSize === (n % 10) + 1 && mapping.EventSourceArn?.endsWith(`:mapped-${n}`);
      return isSame ? content(n) : mapping;
    },
  },
  {
    name: 'apigateway: a deployed REST API, and its answer',
    write: async ({ clients: { apigateway } }, n) => {
      const { id: restApiId, rootResourceId: parentId } = await apigateway.send(
        new CreateRestApiCommand({ name: `kept-${n}` }),
      );
      const { id: resourceId } = await apigateway.send(
        new CreateResourceCommand({ restApiId, parentId, pathPart: 'part' }),
      );
      const method = { restApiId, resourceId, httpMethod: 'GET' };
      await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
      const requestTemplates = { 'application/json': '{"statusCode":200}' };
      await apigateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }));
      await apigateway.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
      const responseTemplates = { 'application/json': content(n) };
      await apigateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates }));
      await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
      return restApiId;
    },
    read: async (bench, _n, restApiId) =>
      (await fetch(`${bench.url}/restapis/${restApiId}/dev/_user_request_/part`)).text(),
  },
  {
    name: 'apigatewayv2: an HTTP API and its route',
    write: async ({ clients }, n) => {
      const { ApiId } = await clients.apigatewayv2.send(
        new CreateApiCommand({ Name: `kept-${n}`, ProtocolType: 'HTTP', Description: content(n) }),
      );
      await clients.apigatewayv2.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /part' }));
      return ApiId;
    },
    read: async ({ clients }, _n, ApiId) => {
      const { Items } = await clients.apigatewayv2.send(new GetRoutesCommand({ ApiId }));
      if (!Items?.some(({ RouteKey }) => RouteKey === 'GET /part')) return Items;
      return (await clients.apigatewayv2.send(new GetApiCommand({ ApiId }))).Description;
    },
  },
];
