/** Tasks whose services live elsewhere: a second server, an endpoint of one's own, and nobody at all. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const root = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'stepwell-remote-'));
const roleArn = 'arn:aws:iam::000000000000:role/r';

let there: RestartableServer;
let here: RestartableServer;
let sfn: SFNClient;
let stub: Server;
let requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

/** A client package as npm would install it, of a service that has no table here. */
function installToyClient(): void {
  const at = join(folder, 'node_modules/@aws-sdk/client-toy-runtime');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"name":"@aws-sdk/client-toy-runtime","main":"index.js"}');
  writeFileSync(
    join(at, 'index.js'),
    `
const input = [3, 'toy', 'AskInput', 0, ['modelId', 'body', 'tags', 'nested'], [0, 21, 128, () => nested]];
const nested = [3, 'toy', 'Nested', 0, ['innerName', 'more'], [0, () => [1, 'toy', 'Many', 0, () => nested]]];
const output = [3, 'toy', 'AskOutput', 0, ['body', 'askedAt', 'echo'], [21, 4, 15]];
exports.Ask$ = [9, 'toy', 'Ask', 2, () => input, () => output];
exports.ThrottlingException$ = [-3, 'toy', 'ThrottlingException', { error: 'client' }, ['message'], [0]];
exports.AskCommand = class { constructor(input) { this.input = input; } };
exports.ToyRuntimeClient = class {
  constructor(options) { this.options = options; this.config = { serviceId: 'Toy Runtime' }; }
  async send({ input }) {
    if (input.modelId === 'busy') {
      throw Object.assign(new Error('Too many requests'), {
        name: 'ThrottlingException', $fault: 'client', $metadata: { httpStatusCode: 429, requestId: 'r-1' },
      });
    }
    const echo = JSON.parse(JSON.stringify({ ...input, body: Buffer.from(input.body).toString() }));
    return { $metadata: { httpStatusCode: 200 }, body: Buffer.from('{"ok":true}'), askedAt: new Date(1e12), echo };
  }
  destroy() {}
};`,
  );
}

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDTEST';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'very-secret';
  installToyClient();
  stub = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'stub-1' });
      response.end('{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}');
    });
  });
  await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve));
  there = await startServer();
  here = await startServer({
    remotes: {
      folders: [folder, root],
      region: 'eu-west-1',
      targets: {
        dynamodb: there.url,
        s3: there.url,
        sfn: there.url,
        sqs: `http://127.0.0.1:${(stub.address() as AddressInfo).port}`,
        sns: 'http://127.0.0.1:1',
        toyruntime: 'http://127.0.0.1:1',
      },
    },
  });
  sfn = new SFNClient(here.clientConfiguration);
});

afterAll(async () => {
  await here?.stop();
  await there?.stop();
  stub?.close();
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
async function run(resource: string, parameters: object) {
  const definition = {
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true } },
  };
  const machine = { name: `call-${++made}`, definition: JSON.stringify(definition), roleArn };
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  await here.server.engine.awaitEnd(executionArn as string);
  return sfn.send(new DescribeExecutionCommand({ executionArn }));
}

test('optimised and generic integrations reach the server elsewhere and leave the one here alone', async () => {
  const table = {
    TableName: 'far',
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  };
  const far = new DynamoDBClient({ ...there.clientConfiguration, region: 'eu-west-1' });
  await far.send(new CreateTableCommand(table));
  const put = await run('dynamodb:putItem', { TableName: 'far', Item: { id: { S: 'a' }, n: { N: '1' } } });
  expect([put.status, put.cause]).toEqual(['SUCCEEDED', undefined]);
  const { Item } = await far.send(new GetItemCommand({ TableName: 'far', Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' }, n: { N: '1' } });
  const got = await run('aws-sdk:dynamodb:getItem', { TableName: 'far', Key: { id: { S: 'a' } } });
  expect(JSON.parse(got.output as string)).toEqual({ Item: { id: { S: 'a' }, n: { N: '1' } } });
  const near = new DynamoDBClient(here.clientConfiguration);
  expect(await refusal(near.send(new GetItemCommand({ TableName: 'far', Key: { id: { S: 'a' } } })))).toMatch(
    /^ResourceNotFoundException/,
  );
  const missing = await run('dynamodb:getItem', { TableName: 'none', Key: { id: { S: 'a' } } });
  expect(missing.error).toBe('DynamoDB.ResourceNotFoundException');
  expect(missing.cause).toMatch(
    / \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException;/,
  );
});

test('objects go out and come back, and a missing bucket has the name that AWS gives it', async () => {
  const far = new S3Client({ ...there.clientConfiguration, forcePathStyle: true });
  await far.send(new CreateBucketCommand({ Bucket: 'far' }));
  await far.send(new PutObjectCommand({ Bucket: 'far', Key: 'in.json', Body: '[1,2,3]' }));
  const got = await run('aws-sdk:s3:getObject', { Bucket: 'far', Key: 'in.json' });
  expect(JSON.parse(got.output as string)).toMatchObject({ Body: '[1,2,3]', ContentLength: 7 });
  expect((await run('aws-sdk:s3:putObject', { Bucket: 'far', Key: 'out.json', Body: { n: 1 } })).status).toBe(
    'SUCCEEDED',
  );
  const { Body } = await far.send(new GetObjectCommand({ Bucket: 'far', Key: 'out.json' }));
  expect(await Body?.transformToString()).toBe('{"n":1}');
  expect((await run('aws-sdk:s3:listObjectsV2', { Bucket: 'none' })).error).toBe('S3.NoSuchBucketException');
});

test('the items of a distributed Map come from the bucket elsewhere', async () => {
  const definition = {
    StartAt: 'All',
    States: {
      All: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: 'far', Key: 'in.json' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'P',
          States: { P: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    },
  };
  const machine = { name: 'read-far', definition: JSON.stringify(definition), roleArn };
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const ended = await here.server.engine.awaitEnd(executionArn as string);
  expect([ended?.status, ended?.output, ended?.cause]).toEqual(['SUCCEEDED', '[1,2,3]', undefined]);
});

test('a child execution elsewhere is awaited there', async () => {
  const far = new SFNClient({ ...there.clientConfiguration, region: 'eu-west-1' });
  const definition = JSON.stringify({
    StartAt: 'P',
    States: { P: { Type: 'Pass', Result: { far: true }, End: true } },
  });
  const child = await far.send(new CreateStateMachineCommand({ name: 'child', definition, roleArn }));
  const ran = await run('states:startExecution.sync:2', { StateMachineArn: child.stateMachineArn });
  expect([ran.status, ran.cause]).toEqual(['SUCCEEDED', undefined]);
  expect(JSON.parse(ran.output as string)).toMatchObject({ Status: 'SUCCEEDED', Output: { far: true } });
});

test("requests are signed with the user's credentials for the service and region, and errors are spelled as AWS spells them", async () => {
  requests = [];
  const QueueUrl = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/0/q`;
  const generic = await run('aws-sdk:sqs:sendMessage', { QueueUrl, MessageBody: 'hello' });
  expect([generic.status, generic.error]).toEqual(['FAILED', 'Sqs.QueueDoesNotExistException']);
  expect(generic.cause).toBe(
    'The specified queue does not exist. (Service: Sqs, Status Code: 400, Request ID: stub-1) (SDK Attempt Count: 1)',
  );
  const [{ headers, body } = { headers: {} as IncomingHttpHeaders, body: '' }] = requests;
  expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDTEST\/\d{8}\/eu-west-1\/sqs\/aws4_request/);
  expect([headers['x-amz-target'], JSON.parse(body).MessageBody]).toEqual(['AmazonSQS.SendMessage', 'hello']);
});

test('credentials of a profile are used, and none at all are an error of the client', async () => {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  const file = join(folder, 'credentials');
  writeFileSync(file, '[work]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n');
  Object.assign(process.env, {
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_PROFILE: 'work',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const targets = { sqs: `http://127.0.0.1:${(stub.address() as AddressInfo).port}` };
  const QueueUrl = `${targets.sqs}/0/q`;
  try {
    requests = [];
    await here.restart({ remotes: { folders: [root], targets } });
    await run('sqs:sendMessage', { QueueUrl, MessageBody: 'm' });
    expect(requests[0]?.headers.authorization).toContain('Credential=AKIDPROFILE/');
    process.env['AWS_PROFILE'] = 'nobody';
    await here.restart({ remotes: { folders: [root], targets } });
    const refused = await run('sqs:sendMessage', { QueueUrl, MessageBody: 'm' });
    expect(refused.error).toBe('SQS.SdkClientException');
    expect(refused.cause).toMatch(/credentials/i);
  } finally {
    delete process.env['AWS_SHARED_CREDENTIALS_FILE'];
    delete process.env['AWS_PROFILE'];
    delete process.env['AWS_EC2_METADATA_DISABLED'];
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret });
    await here.restart();
  }
});

test('an endpoint where nobody listens is an error of the client', async () => {
  const ended = await run('sns:publish', { TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t', Message: 'm' });
  expect([ended.status, ended.error]).toEqual(['FAILED', 'SNS.SdkClientException']);
  expect(ended.cause).toMatch(/^Unable to execute HTTP request: http:\/\/127\.0\.0\.1:1: /);
});

test('a service without a table here is shaped by its own client', async () => {
  const asked = await run('aws-sdk:toyruntime:ask', {
    ModelId: 'm',
    Body: { prompt: 'hi' },
    Tags: { a: 'b' },
    Nested: { InnerName: 'x', More: [{ InnerName: 'y' }] },
  });
  expect([asked.status, asked.cause]).toEqual(['SUCCEEDED', undefined]);
  expect(JSON.parse(asked.output as string)).toEqual({
    Body: '{"ok":true}',
    AskedAt: '2001-09-09T01:46:40Z',
    Echo: {
      modelId: 'm',
      body: '{"prompt":"hi"}',
      tags: { a: 'b' },
      nested: { innerName: 'x', more: [{ innerName: 'y' }] },
    },
  });
  const busy = await run('aws-sdk:toyruntime:ask', { ModelId: 'busy', Body: '' });
  expect([busy.error, busy.cause]).toEqual([
    'ToyRuntime.ThrottlingException',
    'Too many requests (Service: ToyRuntime, Status Code: 429, Request ID: r-1) (SDK Attempt Count: 1)',
  ]);
});

test('what AWS has and nobody here or elsewhere answers for fails when a run gets there, by name; what AWS lacks is refused', async () => {
  const absent = await run('aws-sdk:athena:startQueryExecution', {});
  expect([absent.error, absent.cause]).toEqual([
    'States.Runtime',
    expect.stringMatching(/^Stepwell does not support aws-sdk:athena:startQueryExecution: .*--remote athena=aws/),
  ]);
  const refused = await refusal(run('aws-sdk:toyruntime:forget', {}));
  expect(refused).toMatch(/^InvalidDefinition: /);
});

test.each([
  [{ athena: 'aws' }, /--remote athena needs the AWS SDK's client/],
  [{ s3: 'minio:9000' }, /neither aws nor an http or https URL/],
  [{ 'S 3': 'aws' }, /is no service/],
])('a remote that cannot be is refused when the server is made: %o', async (targets, message) => {
  await expect(startServer({ remotes: { folders: [root], targets } })).rejects.toThrow(message);
});
