/** What templates of some years ago hold beside the usual: a plan for each API, keys of log groups, access logs and ACLs of buckets. */
import {
  APIGatewayClient,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetBucketAclCommand, GetBucketLoggingCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, startServer } from './restartable-server.ts';

const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: Prod
      DefinitionBody:
        swagger: "2.0"
        info: { title: prices, version: "1" }
        paths:
          /price: { get: { x-amazon-apigateway-integration: { type: MOCK }, responses: { "200": { description: yes } } } }
      Auth:
        UsagePlan:
          CreateUsagePlan: PER_API
          UsagePlanName: a-plan
          Quota: { Limit: 100, Period: DAY }
          Throttle: { BurstLimit: 50, RateLimit: 100 }
  Key:
    Type: AWS::KMS::Key
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: secret-lines, KmsKeyId: !GetAtt Key.Arn }
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: looked-after
      LoggingConfiguration: { DestinationBucketName: !Ref AccessLogs, LogFilePrefix: seen/ }
  AccessLogs:
    Type: AWS::S3::Bucket
    Properties: { BucketName: access-logs, AccessControl: LogDeliveryWrite }
`;

let server: RestartableServer;
beforeAll(async () => {
  server = await startServer();
  const body = JSON.stringify({ template, parameters: {} });
  const text = await (await fetch(`${server.url}/_stepwell/stacks/old`, { method: 'POST', body })).text();
  expect(text.trim().split('\n').at(-1)).toContain('"type":"done"');
});
afterAll(() => server?.stop());

test('an API has a plan of its own, with a key', async () => {
  const client = new APIGatewayClient(server.clientConfiguration);
  const { items: plans } = await client.send(new GetUsagePlansCommand({}));
  expect(plans).toMatchObject([
    {
      name: 'a-plan',
      quota: { limit: 100, period: 'DAY' },
      throttle: { burstLimit: 50, rateLimit: 100 },
      apiStages: [{ stage: 'Prod' }],
    },
  ]);
  const { items: keys } = await client.send(new GetApiKeysCommand({}));
  expect(keys).toMatchObject([{ enabled: true }]);
  const { items: linked } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId: plans![0]!.id }));
  expect(linked!.map(({ id }) => id)).toEqual([keys![0]!.id]);
});

test('a log group tells its key, until it is taken away', async () => {
  const client = new CloudWatchLogsClient(server.clientConfiguration);
  const describe = async () =>
    (await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'secret-lines' }))).logGroups;
  expect(await describe()).toMatchObject([{ kmsKeyId: expect.stringMatching(/^arn:aws:kms:.*:key\//) }]);
  await client.send(new DisassociateKmsKeyCommand({ logGroupName: 'secret-lines' }));
  expect((await describe())![0]!.kmsKeyId).toBe(undefined);
});

test('a bucket tells where its access logs would go; the other one has its ACL', async () => {
  const client = new S3Client({ ...server.clientConfiguration, forcePathStyle: true });
  const { LoggingEnabled } = await client.send(new GetBucketLoggingCommand({ Bucket: 'looked-after' }));
  expect(LoggingEnabled).toEqual({ TargetBucket: 'access-logs', TargetPrefix: 'seen/' });
  const { Grants } = await client.send(new GetBucketAclCommand({ Bucket: 'access-logs' }));
  expect(Grants!.map(({ Grantee }) => Grantee!.URI)).toContain('http://acs.amazonaws.com/groups/s3/LogDelivery');
});
