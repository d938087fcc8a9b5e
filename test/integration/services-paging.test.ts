/** Whoever lists page by page and deletes what each page gave finds everything: clean-up scripts do so with the paginators of the official clients. */
import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as httpApis from '@aws-sdk/client-apigatewayv2';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as ses from '@aws-sdk/client-sesv2';
import * as sfn from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, startServer } from './restartable-server.ts';

const COUNT = 7;
const pageSize = 2;
const roleArn = 'arn:aws:iam::000000000000:role/r';
const names = Array.from({ length: COUNT }, (_, n) => `paged-${n}`);

let server: RestartableServer;
beforeAll(async () => {
  server = await startServer({ environment: { PATH: process.env['PATH'] } });
});
afterAll(() => server.stop());

interface Listing {
  make(name: string): Promise<unknown>;
  /** Page by page, what deletes each item. */
  pages(): AsyncIterable<readonly (() => Promise<unknown>)[]>;
}

/** `read` names the items of a page, `remove` deletes one. */
async function* each<P, T>(
  pages: AsyncIterable<P>,
  read: (page: P) => readonly T[] | undefined,
  remove: (item: T) => Promise<unknown>,
) {
  for await (const page of pages) yield (read(page) ?? []).map((item) => () => remove(item));
}

const pass = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1;') });

const listings: Record<string, (configuration: RestartableServer['clientConfiguration']) => Listing> = {
  'state machines': (configuration) => {
    const client = new sfn.SFNClient(configuration);
    return {
      make: (name) => client.send(new sfn.CreateStateMachineCommand({ name, roleArn, definition: pass })),
      pages: () =>
        each(
          sfn.paginateListStateMachines({ client, pageSize }, {}),
          ({ stateMachines }) => stateMachines,
          ({ stateMachineArn }) => client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn })),
        ),
    };
  },
  activities: (configuration) => {
    const client = new sfn.SFNClient(configuration);
    return {
      make: (name) => client.send(new sfn.CreateActivityCommand({ name })),
      pages: () =>
        each(
          sfn.paginateListActivities({ client, pageSize }, {}),
          ({ activities }) => activities,
          ({ activityArn }) => client.send(new sfn.DeleteActivityCommand({ activityArn })),
        ),
    };
  },
  functions: (configuration) => {
    const client = new lambda.LambdaClient(configuration);
    const settings = { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: roleArn, Code: { ZipFile } } as const;
    return {
      make: (FunctionName) => client.send(new lambda.CreateFunctionCommand({ FunctionName, ...settings })),
      pages: () =>
        each(
          lambda.paginateListFunctions({ client, pageSize }, {}),
          ({ Functions }) => Functions,
          ({ FunctionName }) => client.send(new lambda.DeleteFunctionCommand({ FunctionName })),
        ),
    };
  },
  'log groups': (configuration) => {
    const client = new logs.CloudWatchLogsClient(configuration);
    return {
      make: (logGroupName) => client.send(new logs.CreateLogGroupCommand({ logGroupName })),
      pages: () =>
        each(
          logs.paginateDescribeLogGroups({ client, pageSize }, {}),
          ({ logGroups }) => logGroups,
          ({ logGroupName }) => client.send(new logs.DeleteLogGroupCommand({ logGroupName })),
        ),
    };
  },
  'log streams': (configuration) => {
    const client = new logs.CloudWatchLogsClient(configuration);
    const logGroupName = '/of/streams';
    const group = client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    return {
      make: async (logStreamName) => {
        await group;
        await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
      },
      pages: () =>
        each(
          logs.paginateDescribeLogStreams({ client, pageSize }, { logGroupName, orderBy: 'LastEventTime' }),
          ({ logStreams }) => logStreams,
          ({ logStreamName }) => client.send(new logs.DeleteLogStreamCommand({ logGroupName, logStreamName })),
        ),
    };
  },
  secrets: (configuration) => {
    const client = new secrets.SecretsManagerClient(configuration);
    return {
      make: (Name) => client.send(new secrets.CreateSecretCommand({ Name, SecretString: 'x' })),
      pages: () =>
        each(
          secrets.paginateListSecrets({ client, pageSize }, {}),
          ({ SecretList }) => SecretList,
          ({ ARN }) => client.send(new secrets.DeleteSecretCommand({ SecretId: ARN })),
        ),
    };
  },
  parameters: (configuration) => {
    const client = new ssm.SSMClient(configuration);
    return {
      make: (name) => client.send(new ssm.PutParameterCommand({ Name: `/all/${name}`, Value: 'x', Type: 'String' })),
      pages: () =>
        each(
          ssm.paginateGetParametersByPath({ client, pageSize }, { Path: '/all' }),
          ({ Parameters }) => Parameters,
          ({ Name }) => client.send(new ssm.DeleteParameterCommand({ Name })),
        ),
    };
  },
  queues: (configuration) => {
    const client = new sqs.SQSClient(configuration);
    return {
      make: (QueueName) => client.send(new sqs.CreateQueueCommand({ QueueName })),
      pages: () =>
        each(
          sqs.paginateListQueues({ client, pageSize }, {}),
          ({ QueueUrls }) => QueueUrls,
          (QueueUrl) => client.send(new sqs.DeleteQueueCommand({ QueueUrl })),
        ),
    };
  },
  tables: (configuration) => {
    const client = new dynamodb.DynamoDBClient(configuration);
    return {
      make: (TableName) =>
        client.send(
          new dynamodb.CreateTableCommand({
            TableName,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          }),
        ),
      pages: () =>
        each(
          dynamodb.paginateListTables({ client, pageSize }, {}),
          ({ TableNames }) => TableNames,
          (TableName) => client.send(new dynamodb.DeleteTableCommand({ TableName })),
        ),
    };
  },
  objects: (configuration) => {
    const client = new s3.S3Client({ ...configuration, forcePathStyle: true });
    const Bucket = 'paged';
    const bucket = client.send(new s3.CreateBucketCommand({ Bucket }));
    return {
      make: async (Key) => {
        await bucket;
        await client.send(new s3.PutObjectCommand({ Bucket, Key }));
      },
      pages: () =>
        each(
          s3.paginateListObjectsV2({ client, pageSize }, { Bucket }),
          ({ Contents }) => Contents,
          ({ Key }) => client.send(new s3.DeleteObjectCommand({ Bucket, Key })),
        ),
    };
  },
  roles: (configuration) => {
    const client = new iam.IAMClient(configuration);
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    return {
      make: (RoleName) => client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
      pages: () =>
        each(
          iam.paginateListRoles({ client, pageSize }, {}),
          ({ Roles }) => Roles,
          ({ RoleName }) => client.send(new iam.DeleteRoleCommand({ RoleName })),
        ),
    };
  },
  rules: (configuration) => {
    const client = new events.EventBridgeClient(configuration);
    return {
      make: (Name) => client.send(new events.PutRuleCommand({ Name, ScheduleExpression: 'rate(1 day)' })),
      async *pages() {
        // This client has no paginators.
        for (let NextToken: string | undefined, isFirst = true; isFirst || NextToken; isFirst = false) {
          const page = await client.send(new events.ListRulesCommand({ Limit: pageSize, NextToken }));
          yield (page.Rules ?? []).map(
            ({ Name }) =>
              () =>
                client.send(new events.DeleteRuleCommand({ Name })),
          );
          ({ NextToken } = page);
        }
      },
    };
  },
  'mail templates': (configuration) => {
    const client = new ses.SESv2Client(configuration);
    const TemplateContent = { Subject: 's', Text: 't' };
    return {
      make: (TemplateName) => client.send(new ses.CreateEmailTemplateCommand({ TemplateName, TemplateContent })),
      pages: () =>
        each(
          ses.paginateListEmailTemplates({ client, pageSize }, {}),
          ({ TemplatesMetadata }) => TemplatesMetadata,
          ({ TemplateName }) => client.send(new ses.DeleteEmailTemplateCommand({ TemplateName })),
        ),
    };
  },
  'HTTP APIs': (configuration) => {
    const client = new httpApis.ApiGatewayV2Client(configuration);
    return {
      make: (Name) => client.send(new httpApis.CreateApiCommand({ Name, ProtocolType: 'HTTP' })),
      async *pages() {
        // Nor has this one.
        for (let NextToken: string | undefined, isFirst = true; isFirst || NextToken; isFirst = false) {
          const page = await client.send(new httpApis.GetApisCommand({ MaxResults: `${pageSize}`, NextToken }));
          yield (page.Items ?? []).map(
            ({ ApiId }) =>
              () =>
                client.send(new httpApis.DeleteApiCommand({ ApiId })),
          );
          ({ NextToken } = page);
        }
      },
    };
  },
  'REST APIs': (configuration) => {
    const client = new apiGateway.APIGatewayClient(configuration);
    return {
      make: (name) => client.send(new apiGateway.CreateRestApiCommand({ name })),
      pages: () =>
        each(
          apiGateway.paginateGetRestApis({ client, pageSize }, {}),
          ({ items }) => items,
          ({ id: restApiId }) => client.send(new apiGateway.DeleteRestApiCommand({ restApiId })),
        ),
    };
  },
};

test.each(Object.keys(listings))('%s', async (what) => {
  const { make, pages } = listings[what]!(server.clientConfiguration);
  for (const name of names) await make(name);
  let deleted = 0;
  for await (const page of pages()) {
    expect(page.length).toBeLessThanOrEqual(pageSize);
    for (const remove of page) await remove();
    deleted += page.length;
  }
  expect(deleted).toBe(COUNT);
  for await (const page of pages()) expect(page).toEqual([]);
});
