import { HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ByteStream } from './operation.ts';
import { isSignedWith, parseSignature, requireFresh, UNSIGNED_PAYLOAD } from './sigv4.ts';
import { type RunningGateway, startGateway, toyService } from './toy-services.testing.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** The presigned URL of the S3 documentation. */
const presigned = {
  method: 'GET',
  path: '/test.txt',
  rawQuery:
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};

test('a presigned URL: right, tampered with, expired', () => {
  const signature = parseSignature(presigned);
  if (!signature) throw new Error('expected a signature');
  expect(signature).toMatchObject({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    region: 'us-east-1',
    service: 's3',
    isPresigned: true,
    expires: 86_400,
  });
  expect(isSignedWith(SECRET, presigned, signature, UNSIGNED_PAYLOAD)).toBe(true);
  expect(isSignedWith('other', presigned, signature, UNSIGNED_PAYLOAD)).toBe(false);
  expect(isSignedWith(SECRET, { ...presigned, path: '/other.txt' }, signature, UNSIGNED_PAYLOAD)).toBe(false);
  requireFresh(signature, Date.UTC(2013, 4, 24, 23));
  expect(() => requireFresh(signature, Date.UTC(2013, 4, 25, 0, 0, 1))).toThrow('Request has expired');
  expect(() => requireFresh({ ...signature, expires: Number.NaN }, 0)).toThrow('X-Amz-Expires');
  expect(() => requireFresh({ ...signature, date: 'x' }, 0)).toThrow('valid Date');
});

test.each([[''], ['AWS4-HMAC-SHA256'], ['AWS4-HMAC-SHA256 Credential=a/b'], ['Bearer x'], ['AWS AKIA:sig']])(
  'no signature in %j',
  (authorization) => {
    expect(parseSignature({ rawQuery: '', headers: { authorization } })).toBeUndefined();
  },
);

let running: RunningGateway;
const clientOptions = (secretAccessKey: string) => ({
  endpoint: running.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAKNOWN', secretAccessKey },
  maxAttempts: 1,
  forcePathStyle: true,
});
let received = '';

beforeAll(async () => {
  const states = toyService('stepfunctions', ['ListStateMachines'], () => ({ stateMachines: [] }));
  const s3 = toyService('s3', ['HeadBucket', 'PutObject'], async ({ operation, input }) => {
    received = '';
    if (operation === 'PutObject')
      for await (const chunk of input['Body'] as ByteStream) received += Buffer.from(chunk).toString();
    return {};
  });
  running = await startGateway({
    services: [states, s3],
    requireSignature: true,
    secretFor: (id) => (id === 'AKIAKNOWN' ? SECRET : undefined),
  });
});
afterAll(() => running.gateway.stop(100));

test('where signatures are demanded, SDK clients with the right secret pass', async () => {
  expect(await new SFNClient(clientOptions(SECRET)).send(new ListStateMachinesCommand({}))).toMatchObject({
    stateMachines: [],
  });
  const s3 = new S3Client(clientOptions(SECRET));
  await s3.send(new HeadBucketCommand({ Bucket: 'b' }));
  await s3.send(new PutObjectCommand({ Bucket: 'b', Key: "a b/ü(1)'*.txt", Body: 'whole' }));
  expect(received).toBe('whole');
});

test('and others do not', async () => {
  await expect(new SFNClient(clientOptions('wrong')).send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    $metadata: { httpStatusCode: 403 },
  });
  const stranger = { ...clientOptions(SECRET), credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } };
  await expect(new SFNClient(stranger).send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  const unsigned = await fetch(running.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
    body: '{}',
  });
  expect(unsigned.status).toBe(403);
  expect(await unsigned.json()).toMatchObject({ __type: expect.stringContaining('MissingAuthenticationToken') });
});
