/** Presigned URLs of S3 in both versions: good as they are, and as AWS answers when they are wrong, changed or too old. */
import { createHmac } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createStepwell, type Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

let server: Stepwell;
let s3: S3Client;

beforeAll(async () => {
  ({ server } = await startEphemeral());
  s3 = client('stepwell', 'stepwell');
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b/ü.txt', Body: 'hello' }));
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
});

function client(accessKeyId: string, secretAccessKey: string): S3Client {
  return new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
}

const get = new GetObjectCommand({ Bucket: 'bucket', Key: 'a b/ü.txt', ResponseContentType: 'text/x' });

interface Refused {
  readonly status: number;
  readonly type: string | null;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly xml: string;
}

async function refused(url: string, init?: RequestInit): Promise<Refused> {
  const response = await fetch(url, init);
  const xml = await response.text();
  const of = (name: string): string | undefined => new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1];
  const type = response.headers.get('content-type');
  return { status: response.status, type, code: of('Code'), message: of('Message'), xml };
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

/** A URL in version 2, as older tools make it. */
function presignV2(method: string, path: string, expires: number, query = '', secret = 'stepwell'): string {
  const resource = `${path}${query === '' ? '' : `?${decodeURIComponent(query)}`}`;
  const signature = createHmac('sha1', secret).update(`${method}\n\n\n${expires}\n${resource}`).digest('base64');
  const parameters = new URLSearchParams({ AWSAccessKeyId: 'stepwell', Signature: signature, Expires: `${expires}` });
  return `${server.url}${path}?${query === '' ? '' : `${query}&`}${parameters}`;
}
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

describe('version 4', () => {
  test('gets and puts, headers in the query and all', async () => {
    const got = await fetch(await getSignedUrl(s3, get, { expiresIn: 60 }));
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, 'text/x', 'hello']);
    const put = new PutObjectCommand({
      Bucket: 'bucket',
      Key: 'put',
      Metadata: { kind: 'test' },
      ContentType: 'text/y',
    });
    const url = await getSignedUrl(s3, put, { expiresIn: 60 });
    expect((await fetch(url, { method: 'PUT', body: 'put', headers: { 'content-type': 'text/y' } })).status).toBe(200);
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'put' }));
    expect(head).toMatchObject({ ContentLength: 3, ContentType: 'text/y', Metadata: { kind: 'test' } });
  });

  test.each<[what: string, change: (url: string) => string, init?: RequestInit]>([
    ['the path', (url) => url.replace('.txt', '.bin')],
    ['a parameter', (url) => url.replace('text%2Fx', 'text%2Fhtml')],
    ['the time it is good for', (url) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')],
    [
      'the signature',
      (url) => url.replace(/Signature=./, (start) => (start.endsWith('0') ? 'Signature=1' : 'Signature=0')),
    ],
    ['the method', (url) => url, { method: 'DELETE' }],
  ])('with another %s it is refused', async (_what, change, init) => {
    const answer = await refused(change(await getSignedUrl(s3, get, { expiresIn: 60 })), init);
    expect(answer).toMatchObject({
      status: 403,
      type: 'application/xml',
      code: 'SignatureDoesNotMatch',
      message: MISMATCH,
    });
    expect(answer.xml).toContain('<AWSAccessKeyId>stepwell</AWSAccessKeyId>');
  });

  test('signed by another secret, it is refused', async () => {
    const url = await getSignedUrl(client('stepwell', 'wrong'), get, { expiresIn: 60 });
    expect(await refused(url)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    // A key that nobody knows here: on loopback any credentials do.
    expect((await fetch(await getSignedUrl(client('AKIAOTHER', 'x'), get, { expiresIn: 60 }))).status).toBe(200);
  });

  test.each(['stepwell', 'AKIAOTHER'])('expired, it is refused, whoever signed it (%s)', async (key) => {
    const signingDate = new Date(Date.now() - 61_000);
    const answer = await refused(await getSignedUrl(client(key, key), get, { expiresIn: 60, signingDate }));
    expect(answer).toMatchObject({
      status: 403,
      type: 'application/xml',
      code: 'AccessDenied',
      message: 'Request has expired',
    });
    expect(answer.xml).toMatch(
      /<X-Amz-Expires>60<\/X-Amz-Expires><Expires>.*Z<\/Expires><ServerTime>.*Z<\/ServerTime>/,
    );
  });

  test('without all of its parameters, or for longer than a week, it is refused', async () => {
    const url = await getSignedUrl(s3, get, { expiresIn: 60 });
    expect(await refused(url.replace(/X-Amz-Signature=[0-9a-f]+/, ''))).toMatchObject({
      status: 400,
      code: 'AuthorizationQueryParametersError',
    });
    expect(await refused(url.replace('Expires=60', 'Expires=604801'))).toMatchObject({
      status: 400,
      code: 'AuthorizationQueryParametersError',
    });
  });
});

describe('version 2', () => {
  const path = '/bucket/a%20b/%C3%BC.txt';

  test('gets and puts', async () => {
    const got = await fetch(presignV2('GET', path, inSeconds(60), 'response-content-type=text%2Fx'));
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, 'text/x', 'hello']);
    const put = await fetch(presignV2('PUT', '/bucket/old', inSeconds(60)), {
      method: 'PUT',
      body: Buffer.from('old'),
    });
    expect(put.status).toBe(200);
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'old' }))).ContentLength).toBe(3);
  });

  test.each<[what: string, url: () => string, init?: RequestInit]>([
    ['for another path', () => presignV2('GET', path, inSeconds(60)).replace('.txt', '.bin')],
    [
      'for another time',
      () => presignV2('GET', path, inSeconds(60)).replace(/Expires=\d+/, `Expires=${inSeconds(600)}`),
    ],
    ['for another method', () => presignV2('GET', path, inSeconds(60)), { method: 'DELETE' }],
    ['by another secret', () => presignV2('GET', path, inSeconds(60), '', 'wrong')],
  ])('signed %s, it is refused', async (_what, url, init) => {
    const answer = await refused(url(), init);
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', message: MISMATCH });
    expect(answer.xml).toContain('<AWSAccessKeyId>stepwell</AWSAccessKeyId><StringToSign>');
  });

  test('expired, or without a time, it is refused', async () => {
    const answer = await refused(presignV2('GET', path, inSeconds(-1)));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Request has expired' });
    expect(await refused(presignV2('GET', path, inSeconds(60)).replace(/Expires=\d+/, ''))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    expect(await refused(presignV2('GET', path, inSeconds(60)).replace(/Expires=\d+/, 'Expires=soon'))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });
});

test('off loopback, only keys of this server count', async () => {
  const open = createStepwell({
    port: 0,
    host: '0.0.0.0',
    ephemeral: true,
    logger: silentLogger,
    credentials: { AKIAMINE: 'secret' },
  });
  await open.start();
  try {
    const endpoint = open.url.replace('0.0.0.0', '127.0.0.1');
    const sign = (accessKeyId: string, secretAccessKey: string) =>
      getSignedUrl(
        new S3Client({
          endpoint,
          region: 'us-east-1',
          credentials: { accessKeyId, secretAccessKey },
          forcePathStyle: true,
        }),
        get,
        { expiresIn: 60 },
      );
    expect(await refused(await sign('test', 'test'))).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    expect(await refused(await sign('stepwell', 'stepwell'))).toMatchObject({ code: 'InvalidAccessKeyId' });
    expect(await refused(await sign('AKIAMINE', 'wrong'))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await refused(await sign('AKIAMINE', 'secret'))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  } finally {
    await open.stop();
  }
});
