/** Templates with APIs, events, queues and custom resources, deployed to a running server and used over real sockets. */
import { GetBucketNotificationConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

let server: Stepwell;
let s3: S3Client;
let sqs: SQSClient;

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  const { clientConfiguration: config } = started;
  s3 = new S3Client({ ...config, forcePathStyle: true });
  sqs = new SQSClient(config);
});

afterAll(async () => {
  s3?.destroy();
  sqs?.destroy();
  await server?.stop();
});

interface DeployedStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly resources: Readonly<Record<string, { readonly type: string; readonly physicalId: string }>>;
}

async function deploy(name: string, template: string, parameters: Record<string, string> = {}): Promise<DeployedStack> {
  const response = await fetch(`${server.url}/_stepwell/stacks/${name}`, {
    method: 'POST',
    body: JSON.stringify({ template, parameters }),
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = lines.at(-1);
  if (last.type === 'failed') throw new Error(last.message);
  return last.stack;
}

const remove = async (name: string): Promise<string> =>
  (await fetch(`${server.url}/_stepwell/stacks/${name}`, { method: 'DELETE' })).text();

/** Puts what it is given under a key of the bucket that its environment names. */
const RECORDER = `
const http = require('node:http');
exports.handler = async (event) => {
  const key = event.Records?.[0]?.messageId ?? event.Records?.[0]?.s3?.object.key ?? 'event';
  const url = new URL(process.env.AWS_ENDPOINT_URL + '/' + process.env.OUT + '/' + encodeURIComponent(key));
  await new Promise((resolve, reject) => http.request(url, { method: 'PUT' }, (r) => r.resume().on('end', resolve)).on('error', reject).end(JSON.stringify(event)));
};`;

/** What a function wrote, once the bucket tells of it. */
async function written(bucket: string, key: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await server.caller.call({
      service: 's3',
      operation: 'GetObject',
      params: { Bucket: bucket, Key: key },
      collectStreams: true,
    });
    if (found.ok) return Buffer.from(found.output['Body'] as Uint8Array).toString('utf8');
    if (Date.now() > deadline) throw new Error(`${bucket}/${key} was not written: ${found.code}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const indented = (text: string, by: number): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}`)
    .join('\n');

const SAM = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs20.x, Handler: index.handler } }
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      InlineCode: "exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.rawPath ?? event.path, id: event.pathParameters?.id }) });"
      Events:
        Get: { Type: Api, Properties: { Path: "/financials/{id}", Method: get } }
        Keyed: { Type: Api, Properties: { Path: /keyed, Method: get, Auth: { ApiKeyRequired: true } } }
        Http: { Type: HttpApi, Properties: { Path: "/items/{id}", Method: get } }
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: { StartAt: A, States: { A: { Type: Pass, End: true } } }
      Events:
        Start: { Type: Api, Properties: { Path: /start, Method: post } }
        Daily: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
Outputs:
  Api: { Value: !Sub "https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod/financials" }
  Id: { Value: !Ref ServerlessRestApi }
  Stage: { Value: !Ref ServerlessRestApi.Stage }
  Http: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
  Alias: { Value: !Ref Echo.Alias }
`;

test('SAM events make APIs that serve, and a redeployment of the same touches nothing', async () => {
  const stack = await deploy('sam', SAM);
  expect(stack.status).toBe('CREATE_COMPLETE');
  const { Id, Http, Alias, Api, Stage } = stack.outputs;
  expect([Stage?.value, Api?.value]).toEqual([
    'Prod',
    `https://${Id?.value}.execute-api.us-east-1.amazonaws.com/Prod/financials`,
  ]);
  expect(Alias?.value).toMatch(/:function:sam-Echo-[0-9A-F]+:live$/);
  const url = `${server.url}/_stepwell/apis/${Id?.value}/Prod`;
  expect(await (await fetch(`${url}/financials/7`)).json()).toEqual({ path: '/financials/7', id: '7' });
  expect((await fetch(`${url}/keyed`)).status).toBe(403);
  expect(await (await fetch(`${Http?.value}/items/8`)).json()).toEqual({ path: '/items/8', id: '8' });
  const started = await fetch(`${url}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":"b"}',
  });
  expect(await started.json()).toMatchObject({ executionArn: expect.stringContaining(':execution:sam-Machine-') });
  const again = await deploy('sam', SAM);
  expect([again.status, again.resources]).toEqual(['UPDATE_COMPLETE', stack.resources]);
  const changed = await deploy('sam', SAM.replace('"/financials/{id}"', '"/other/{id}"'));
  expect(changed.outputs['Id']).toEqual(Id);
  expect((await fetch(`${url}/other/9`)).status).toBe(200);
  expect((await fetch(`${url}/financials/7`)).status).toBe(403);
  expect(await remove('sam')).toContain('"type":"done"');
  expect((await fetch(`${url}/other/9`)).status).toBe(403);
});

test('a queue and a bucket feed functions', async () => {
  const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Out: { Type: AWS::S3::Bucket, Properties: { BucketName: feeds-out } }
  In: { Type: AWS::S3::Bucket, Properties: { BucketName: feeds-in } }
  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 30 } }
  Recorder:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      Environment: { Variables: { OUT: feeds-out } }
      InlineCode: |
${indented(RECORDER, 8)}
      Events:
        Messages: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, BatchSize: 5, FilterCriteria: { Filters: [ { Pattern: '{"body":{"keep":[true]}}' } ] } } }
        Objects:
          Type: S3
          Properties: { Bucket: !Ref In, Events: s3:ObjectCreated:*, Filter: { S3Key: { Rules: [ { Name: prefix, Value: input/ }, { Name: suffix, Value: csv } ] } } }
Outputs: { Url: { Value: !Ref Queue } }
`;
  const { outputs } = await deploy('feeds', template);
  const QueueUrl = outputs['Url']?.value;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"keep":false}' }));
  const sent = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: '{"keep":true}',
      MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
    }),
  );
  const event = JSON.parse(await written('feeds-out', sent.MessageId as string));
  expect(event.Records).toMatchObject([
    {
      body: '{"keep":true}',
      eventSource: 'aws:sqs',
      awsRegion: 'us-east-1',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { a: { stringValue: 'b', dataType: 'String' } },
    },
  ]);
  const notification = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: 'feeds-in' }));
  expect(notification.LambdaFunctionConfigurations).toHaveLength(1);
  await s3.send(new PutObjectCommand({ Bucket: 'feeds-in', Key: 'input/a.csv', Body: 'x' }));
  expect(JSON.parse(await written('feeds-out', 'input/a.csv')).Records[0]).toMatchObject({
    eventName: 'ObjectCreated:Put',
  });
});

const CUSTOM = `
import json, os, urllib.request
def handler(event, context):
    ok = event['ResourceProperties'].get('Fail') != 'true' or event['RequestType'] == 'Delete'
    body = json.dumps({'Status': 'SUCCESS' if ok else 'FAILED', 'Reason': 'as asked', 'PhysicalResourceId': 'thing-' + event['ResourceProperties']['Name'],
        'StackId': event['StackId'], 'RequestId': event['RequestId'], 'LogicalResourceId': event['LogicalResourceId'],
        'Data': {'Type': event['RequestType'], 'Old': event.get('OldResourceProperties', {}).get('Name', ''), 'Count': event['ResourceProperties']['Count']}}).encode()
    request = urllib.request.Request(event['ResponseURL'], data=body, method='PUT', headers={'content-type': '', 'content-length': str(len(body))})
    urllib.request.urlopen(request)
`;

const custom = (name: string, more = ''): string => `
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] } } }
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
${indented(CUSTOM, 10)}
  Thing: { Type: Custom::Thing, Properties: { ServiceToken: !GetAtt Fn.Arn, Name: ${name}, Count: 3 ${more} } }
Outputs:
  Ref: { Value: !Ref Thing }
  Type: { Value: !GetAtt Thing.Type }
  Old: { Value: !GetAtt Thing.Old }
  Count: { Value: !GetAtt Thing.Count }
`;

test('a custom resource is created, updated with its old properties, and may fail', async () => {
  const values = ({ outputs }: DeployedStack) =>
    Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  expect(values(await deploy('custom', custom('a')))).toEqual({ Ref: 'thing-a', Type: 'Create', Old: '', Count: '3' });
  expect(values(await deploy('custom', custom('b')))).toEqual({ Ref: 'thing-b', Type: 'Update', Old: 'a', Count: '3' });
  await expect(deploy('custom', custom('c', ', Fail: true'))).rejects.toThrow(
    'Received response status [FAILED] from custom resource. Message returned: as asked',
  );
  expect(await remove('custom')).toContain('"type":"done"');
});

test('plain API Gateway resources make an API with a mapping template, a key and a usage plan', async () => {
  const template = `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: plain } }
  Part: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: hello } }
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Part
      HttpMethod: GET
      AuthorizationType: NONE
      ApiKeyRequired: true
      Integration: { Type: MOCK, RequestTemplates: { application/json: '{"statusCode": 200}' }, IntegrationResponses: [ { StatusCode: 200, ResponseTemplates: { application/json: '{"hello":"$stageVariables.who"}' } } ] }
      MethodResponses: [ { StatusCode: 200 } ]
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Method, Properties: { RestApiId: !Ref Api } }
  Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1, Variables: { who: world }, MethodSettings: [ { ResourcePath: "/*", HttpMethod: "*", LoggingLevel: INFO } ] } }
  Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: abcdefghijklmnopqrstuvwxyz } }
  Plan: { Type: AWS::ApiGateway::UsagePlan, DependsOn: Stage, Properties: { ApiStages: [ { ApiId: !Ref Api, Stage: !Ref Stage } ] } }
  PlanKey: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
Outputs: { Id: { Value: !Ref Api } }
`;
  const { outputs } = await deploy('plain', template);
  const url = `${server.url}/restapis/${outputs['Id']?.value}/v1/_user_request_/hello`;
  expect((await fetch(url)).status).toBe(403);
  const allowed = await fetch(url, { headers: { 'x-api-key': 'abcdefghijklmnopqrstuvwxyz' } });
  expect(await allowed.json()).toEqual({ hello: 'world' });
  expect(await remove('plain')).toContain('"type":"done"');
});

test.each([
  ['a layer', 'Layers: [x]', 'Layers] is not supported'],
  ['a function URL', 'FunctionUrlConfig: { AuthType: NONE }', 'FunctionUrlConfig] is not supported'],
  [
    'an authorizer',
    'Events: { E: { Type: Api, Properties: { Path: /, Method: get, Auth: { Authorizer: Mine } } } }',
    'the authorizer Mine is not supported',
  ],
])('%s is refused by name', async (_name, property, message) => {
  const template = `Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs20.x, Handler: index.handler, InlineCode: x, ${property} } } }`;
  await expect(deploy('refused', template)).rejects.toThrow(message);
});
