import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CreateFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  NoSuchKey,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
  SelectObjectContentCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateTopicCommand, GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { QueueDoesNotExist, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError, type ByteStream } from './operation.ts';
import { type RunningGateway, type SeenCall, startGateway, type Toy, toyService } from './toy-services.testing.ts';

const when = new Date('2024-05-06T07:08:09.123Z');
const objects = new Map<string, Buffer>();

async function readAll(stream: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function states({ operation, input }: SeenCall): unknown {
  switch (operation) {
    case 'DescribeExecution':
      throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${input['executionArn']}'`);
    case 'StartSyncExecution':
      return { executionArn: 'arn:x', startDate: when, stopDate: when, status: 'SUCCEEDED', output: input['input'] };
    case 'ListExecutions':
      return {
        executions: [
          { executionArn: 'a', stateMachineArn: 'b', name: 'n', status: 'RUNNING', startDate: when, secret: 1 },
        ],
      };
    default:
      return { executionArn: 'arn:e', stateMachineArn: 'arn:m', startDate: when, creationDate: when.getTime() / 1000 };
  }
}

async function s3({ operation, input }: SeenCall): Promise<unknown> {
  const key = `${input['Bucket']}/${input['Key']}`;
  switch (operation) {
    case 'PutObject':
      objects.set(key, await readAll(input['Body'] as ByteStream));
      return { ETag: '"abc"' };
    case 'HeadObject':
    case 'GetObject': {
      const body = objects.get(key);
      if (!body)
        throw new ApiError('NoSuchKey', 'The specified key does not exist.', { fields: { Key: input['Key'] } });
      const answer = {
        ContentLength: body.length,
        LastModified: when,
        Metadata: { color: 'blau', name: 'Zoë – x' },
        ETag: '"abc"',
      };
      return operation === 'GetObject'
        ? { ...answer, Body: Readable.from([body.subarray(0, 3), body.subarray(3)]) }
        : answer;
    }
    case 'ListObjectsV2':
      return {
        Name: input['Bucket'],
        Contents: [
          { Key: 'a & b <c>\r.txt', Size: 3, LastModified: when, ETag: '"e"' },
          { Key: 'd', Size: 0, LastModified: when },
        ],
        CommonPrefixes: [{ Prefix: 'p/' }],
        IsTruncated: false,
        KeyCount: 2,
      };
    case 'ListBuckets':
      return { Buckets: [{ Name: 'one', CreationDate: when }], Owner: { ID: 'me' } };
    case 'GetBucketLocation':
      return { LocationConstraint: 'eu-west-1' };
    case 'CopyObject':
      return { CopyObjectResult: { ETag: '"copy"', LastModified: when } };
    case 'ListParts':
      return { Parts: [{ PartNumber: 1, Size: 5 }], UploadId: input['UploadId'] };
    case 'SelectObjectContent':
      return { Payload: selectEvents() };
    case 'DeleteObjects':
      return { Deleted: (input['Delete'] as { Objects: { Key: string }[] }).Objects.map(({ Key }) => ({ Key })) };
    default:
      return {};
  }
}

async function* selectEvents() {
  yield { Records: { Payload: Buffer.from('1,2\n') } };
  yield { Stats: { Details: { BytesScanned: 4, BytesProcessed: 4, BytesReturned: 4 } } };
  yield { End: {} };
}

function lambda({ operation, input }: SeenCall): unknown {
  if (operation === 'Invoke') {
    if (input['FunctionName'] === 'missing')
      throw new ApiError('ResourceNotFoundException', 'Function not found: missing', { status: 404 });
    return {
      StatusCode: 200,
      Payload: input['Payload'],
      ExecutedVersion: '$LATEST',
      FunctionError: 'Unhandled',
      LogResult: 'bG9n',
    };
  }
  if (operation === 'ListFunctions') return { Functions: [{ FunctionName: 'f' }] };
  return { FunctionName: input['FunctionName'], CodeSize: (input['Code'] as { ZipFile: Buffer }).ZipFile.length };
}

function sqs({ operation, input }: SeenCall): unknown {
  if (operation === 'ReceiveMessage') throw new ApiError('QueueDoesNotExist', 'The specified queue does not exist.');
  return { MessageId: 'm', MD5OfMessageBody: createHash('md5').update(String(input['MessageBody'])).digest('hex') };
}

function sns({ operation, input }: SeenCall): unknown {
  if (operation === 'GetTopicAttributes')
    throw new ApiError('NotFoundException', 'Topic does not exist', { status: 404 });
  return operation === 'CreateTopic' ? { TopicArn: `arn:${input['Name']}` } : { MessageId: 'id' };
}

let running: RunningGateway;
let toys: Record<'states' | 's3' | 'lambda' | 'sqs' | 'sns' | 'sts', Toy>;
let config: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};

beforeAll(async () => {
  toys = {
    states: toyService(
      'stepfunctions',
      ['StartExecution', 'CreateStateMachine', 'DescribeExecution', 'StartSyncExecution', 'ListExecutions'],
      states,
    ),
    s3: toyService(
      's3',
      [
        ...[
          'PutObject',
          'GetObject',
          'HeadObject',
          'ListObjectsV2',
          'ListBuckets',
          'GetBucketLocation',
          'CopyObject',
          'CreateBucket',
        ],
        ...[
          'ListParts',
          'UploadPart',
          'CompleteMultipartUpload',
          'DeleteObjects',
          'SelectObjectContent',
          'PutBucketTagging',
        ],
      ],
      s3,
    ),
    lambda: toyService('lambda', ['Invoke', 'CreateFunction', 'ListFunctions'], lambda),
    sqs: toyService('sqs', ['SendMessage', 'ReceiveMessage'], sqs),
    sns: toyService('sns', ['CreateTopic', 'Publish', 'GetTopicAttributes'], sns),
    sts: toyService('sts', ['GetCallerIdentity', 'AssumeRole'], ({ operation, context }) =>
      operation === 'AssumeRole'
        ? { Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: when } }
        : { Account: context.account, Arn: 'arn', UserId: context.region },
    ),
  };
  running = await startGateway({ services: Object.values(toys) });
  config = {
    endpoint: running.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: '123456789012', secretAccessKey: 'x' },
    maxAttempts: 1,
  };
});
afterAll(() => running.gateway.stop(100));

const lastInput = (toy: Toy) => toy.seen.at(-1)?.input;

test('Step Functions: JSON 1.0 in and out, account and region off the signature', async () => {
  const client = new SFNClient(config);
  const answer = await client.send(
    new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:x', input: '{"ä":1}' }),
  );
  expect(answer.startDate).toEqual(when);
  expect(lastInput(toys.states)).toEqual({ stateMachineArn: 'arn:aws:states:x', input: '{"ä":1}' });
  expect(toys.states.seen.at(-1)?.context).toMatchObject({
    account: '123456789012',
    region: 'eu-central-1',
    baseUrl: running.url,
  });
  const list = await client.send(new ListExecutionsCommand({ stateMachineArn: 'arn' }));
  expect(list.executions?.[0]).toEqual({
    executionArn: 'a',
    stateMachineArn: 'b',
    name: 'n',
    status: 'RUNNING',
    startDate: when,
  });
});

test('Step Functions: errors, and constraints of the model', async () => {
  const client = new SFNClient(config);
  await expect(client.send(new DescribeExecutionCommand({ executionArn: 'arn:e' }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
    message: "Execution Does Not Exist: 'arn:e'",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(
    client.send(new ListExecutionsCommand({ stateMachineArn: 'arn', maxResults: 1001 })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
  await expect(
    client.send(new CreateStateMachineCommand({ name: undefined, definition: '{}', roleArn: 'arn' })),
  ).rejects.toMatchObject({
    message: "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  });
});

test('Step Functions: an operation with a host prefix', async () => {
  const client = new SFNClient({ ...config, disableHostPrefix: true });
  const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn: 'arn', input: '{}' }));
  expect(answer).toMatchObject({ output: '{}', startDate: when });
});

const client = () => new S3Client({ ...config, forcePathStyle: true });

test('S3: a body with a trailing checksum, chunked, and its way back', async () => {
  const body = Buffer.from('hello world'.repeat(10_000));
  await client().send(
    new PutObjectCommand({
      Bucket: 'b',
      Key: 'folder/ä b+c.txt',
      Body: Readable.from([body]),
      ContentLength: body.length,
      Metadata: { a: '1' },
    }),
  );
  expect(objects.get('b/folder/ä b+c.txt')?.equals(body)).toBe(true);
  expect(lastInput(toys.s3)).toMatchObject({ ContentLength: body.length, Metadata: { a: '1' } });
  expect(lastInput(toys.s3)).not.toHaveProperty('ContentEncoding');
  expect(toys.s3.seen.at(-1)?.context.trailers).toHaveProperty('x-amz-checksum-crc32');
  const answer = await client().send(new GetObjectCommand({ Bucket: 'b', Key: 'folder/ä b+c.txt' }));
  expect(await answer.Body?.transformToString()).toBe(body.toString());
  expect(answer).toMatchObject({
    ContentLength: body.length,
    LastModified: new Date('2024-05-06T07:08:09Z'),
    ETag: '"abc"',
  });
  expect(answer.Metadata?.['color']).toBe('blau');
});

test('S3: plain bytes, heads, and errors with and without a body', async () => {
  await client().send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'abc' }));
  expect(await client().send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))).toMatchObject({ ContentLength: 3 });
  await expect(client().send(new GetObjectCommand({ Bucket: 'b', Key: 'no' }))).rejects.toThrow(NoSuchKey);
  await expect(client().send(new GetObjectCommand({ Bucket: 'b', Key: 'no' }))).rejects.toMatchObject({
    message: 'The specified key does not exist.',
    Key: 'no',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(client().send(new HeadObjectCommand({ Bucket: 'b', Key: 'no' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('S3: XML both ways', async () => {
  const list = await client().send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'x y', MaxKeys: 7 }));
  expect(lastInput(toys.s3)).toEqual({ Bucket: 'b', Prefix: 'x y', MaxKeys: 7 });
  expect(list.Contents).toEqual([
    { Key: 'a & b <c>\r.txt', Size: 3, LastModified: when, ETag: '"e"' },
    { Key: 'd', Size: 0, LastModified: when },
  ]);
  expect(list).toMatchObject({ CommonPrefixes: [{ Prefix: 'p/' }], IsTruncated: false, KeyCount: 2 });
  const buckets = await client().send(new ListBucketsCommand({}));
  expect(buckets).toMatchObject({ Buckets: [{ Name: 'one', CreationDate: when }], Owner: { ID: 'me' } });
  expect((await client().send(new GetBucketLocationCommand({ Bucket: 'b' }))).LocationConstraint).toBe('eu-west-1');
  const deleted = await client().send(
    new DeleteObjectsCommand({ Bucket: 'b', Delete: { Objects: [{ Key: 'a&b' }, { Key: 'ü' }], Quiet: false } }),
  );
  expect(deleted.Deleted).toEqual([{ Key: 'a&b' }, { Key: 'ü' }]);
  await client().send(new PutBucketTaggingCommand({ Bucket: 'b', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
  expect(lastInput(toys.s3)).toMatchObject({ Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } });
  await client().send(
    new CreateBucketCommand({ Bucket: 'b', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  expect(lastInput(toys.s3)).toMatchObject({ CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
});

test('S3: operations of one path are told apart', async () => {
  await client().send(new UploadPartCommand({ Bucket: 'b', Key: 'k', PartNumber: 2, UploadId: 'u', Body: 'x' }));
  expect(toys.s3.seen.at(-1)).toMatchObject({ operation: 'UploadPart', input: { PartNumber: 2, UploadId: 'u' } });
  expect((await client().send(new ListPartsCommand({ Bucket: 'b', Key: 'k', UploadId: 'u' }))).Parts).toEqual([
    { PartNumber: 1, Size: 5 },
  ]);
  expect(await client().send(new CopyObjectCommand({ Bucket: 'b', Key: 'k', CopySource: 'a/b' }))).toMatchObject({
    CopyObjectResult: { ETag: '"copy"', LastModified: when },
  });
  const parts = { Parts: [{ ETag: 'e', PartNumber: 1 }] };
  await client().send(
    new CompleteMultipartUploadCommand({ Bucket: 'b', Key: 'k', UploadId: 'u', MultipartUpload: parts }),
  );
  expect(lastInput(toys.s3)).toMatchObject({ MultipartUpload: parts });
});

test('S3: an event stream', async () => {
  const answer = await client().send(
    new SelectObjectContentCommand({
      Bucket: 'b',
      Key: 'k',
      Expression: 'select * from s3object',
      ExpressionType: 'SQL',
      InputSerialization: { CSV: {} },
      OutputSerialization: { CSV: {} },
    }),
  );
  const events = [];
  for await (const event of answer.Payload ?? []) events.push(event);
  expect(events[0]?.Records?.Payload).toEqual(new Uint8Array(Buffer.from('1,2\n')));
  expect(events[1]?.Stats?.Details).toEqual({ BytesScanned: 4, BytesProcessed: 4, BytesReturned: 4 });
  expect(events[2]).toHaveProperty('End');
});

test('Lambda: labels, headers, payloads, errors', async () => {
  const client = new LambdaClient(config);
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:f:$LATEST';
  const answer = await client.send(
    new InvokeCommand({ FunctionName: arn, Payload: Buffer.from('{"a":1}'), LogType: 'Tail' }),
  );
  expect(toys.lambda.seen.at(-1)?.input).toMatchObject({ FunctionName: arn, LogType: 'Tail' });
  expect(answer).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    ExecutedVersion: '$LATEST',
    LogResult: 'bG9n',
  });
  expect(answer.Payload?.transformToString()).toBe('{"a":1}');
  await expect(client.send(new InvokeCommand({ FunctionName: 'missing' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: missing',
    Type: 'User',
    $metadata: { httpStatusCode: 404 },
  });
  expect(await client.send(new ListFunctionsCommand({ MaxItems: 3 }))).toMatchObject({
    Functions: [{ FunctionName: 'f' }],
  });
  const code = { ZipFile: Buffer.from([1, 2, 3]) };
  const created = await client.send(
    new CreateFunctionCommand({
      FunctionName: 'f',
      Role: 'arn:aws:iam::123456789012:role/r',
      Code: code,
      Handler: 'i.h',
      Runtime: 'nodejs20.x',
    }),
  );
  expect(created).toMatchObject({ FunctionName: 'f', CodeSize: 3, $metadata: { httpStatusCode: 201 } });
  await expect(
    client.send(new CreateFunctionCommand({ FunctionName: 'f f', Role: 'r', Code: code, MemorySize: 1 })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^3 validation errors detected: Value 'f f' at 'functionName'/),
  });
});

test('SQS: JSON with the Query codes beside', async () => {
  const client = new SQSClient(config);
  await client.send(
    new SendMessageCommand({
      QueueUrl: `${running.url}/123456789012/q`,
      MessageBody: 'hi',
      MessageAttributes: { a: { DataType: 'Binary', BinaryValue: Buffer.from('bin') } },
    }),
  );
  expect(toys.sqs.seen.at(-1)?.input).toMatchObject({
    MessageAttributes: { a: { DataType: 'Binary', BinaryValue: Buffer.from('bin') } },
  });
  const failure = client.send(new ReceiveMessageCommand({ QueueUrl: `${running.url}/123456789012/q` }));
  await expect(failure).rejects.toThrow(QueueDoesNotExist);
  await expect(failure).rejects.toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue' });
});

test('SNS and STS: the Query protocol', async () => {
  const client = new SNSClient(config);
  const tags = [{ Key: 'a', Value: 'b&c' }];
  expect(
    await client.send(new CreateTopicCommand({ Name: 't', Tags: tags, Attributes: { DisplayName: 'D' } })),
  ).toMatchObject({ TopicArn: 'arn:t' });
  expect(lastInput(toys.sns)).toEqual({ Name: 't', Tags: tags, Attributes: { DisplayName: 'D' } });
  await client.send(
    new PublishCommand({
      TopicArn: 'x',
      Message: 'm',
      MessageAttributes: { k: { DataType: 'Binary', BinaryValue: Buffer.from('b') } },
    }),
  );
  expect(lastInput(toys.sns)).toMatchObject({
    MessageAttributes: { k: { DataType: 'Binary', BinaryValue: Buffer.from('b') } },
  });
  await expect(client.send(new GetTopicAttributesCommand({ TopicArn: 'x' }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Topic does not exist',
    $metadata: { httpStatusCode: 404 },
  });
  const sts = new STSClient(config);
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '123456789012',
    UserId: 'eu-central-1',
  });
  const assumed = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/r', RoleSessionName: 'me' }),
  );
  expect(assumed.Credentials).toMatchObject({ AccessKeyId: 'a', Expiration: when });
});
