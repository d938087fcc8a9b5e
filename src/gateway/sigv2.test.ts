import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSignedWithV2, parsePresignedV2, requireUnexpired, stringToSignV2 } from './sigv2.ts';
import { type RunningGateway, startGateway, toyService } from './toy-services.testing.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const KEY = 'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE';

/** URLs as botocore presigns them. */
const presigned: readonly [method: string, path: string, rawQuery: string, secret: string][] = [
  [
    'GET',
    '/b/a%20b/%C3%BC.txt',
    `response-content-type=text%2Fx%20y&versionId=v1&${KEY}&Signature=imrkpLLCLsS3mZJ%2F%2BExGP7e9AQg%3D&Expires=1700000060`,
    SECRET,
  ],
  [
    'PUT',
    '/b/k',
    `${KEY}&Signature=MB1JfFIfutC9Jit6MK3rJSsD%2Fm0%3D&content-type=text%2Fplain&x-amz-meta-a=b&Expires=1700000060`,
    SECRET,
  ],
  [
    'GET',
    '/b',
    `prefix=p&encoding-type=url&${KEY}&Signature=bCKugYjdY8yecx5cSzdaV9SvTjA%3D&Expires=1700000060`,
    SECRET,
  ],
  [
    'GET',
    '/b/k',
    'AWSAccessKeyId=test&Signature=R2oyBVfvXdys%2BMxDX2fcFjUOPXw%3D&x-amz-security-token=tok&Expires=1700000060',
    'test',
  ],
];

const isRight = (method: string, path: string, rawQuery: string, secret: string): boolean => {
  const url = parsePresignedV2(rawQuery)!;
  const resource = path.lastIndexOf('/') === 0 ? `${path}/` : path;
  return isSignedWithV2(secret, stringToSignV2({ method, path, rawQuery, headers: {} }, resource, url), url);
};

test.each(presigned)('%s %s?%s', (method, path, rawQuery, secret) => {
  expect(isRight(method, path, rawQuery, secret)).toBe(true);
  expect(isRight(method, path, rawQuery, 'other')).toBe(false);
  expect(isRight(method === 'GET' ? 'PUT' : 'GET', path, rawQuery, secret)).toBe(false);
  expect(isRight(method, `${path}x`, rawQuery, secret)).toBe(false);
  expect(isRight(method, path, rawQuery.replace('Expires=1', 'Expires=2'), secret)).toBe(false);
  expect(isRight(method, path, `${rawQuery}&acl`, secret)).toBe(false);
});

test('is good until its second', () => {
  const url = parsePresignedV2(presigned[0]![2])!;
  requireUnexpired(url, 1_700_000_060_000);
  expect(() => requireUnexpired(url, 1_700_000_060_001)).toThrow('Request has expired');
  expect(() => requireUnexpired({ ...url, expires: 'tomorrow' }, 0)).toThrow('Invalid date');
});

test('is all there, or refused', () => {
  expect(parsePresignedV2('prefix=p')).toBeUndefined();
  expect(() => parsePresignedV2('AWSAccessKeyId=x&Expires=1')).toThrow('requires the Signature');
});

describe('where signatures are demanded', () => {
  let running: RunningGateway;
  beforeAll(async () => {
    running = await startGateway({
      services: [toyService('s3', ['HeadBucket', 'GetObject'], () => ({}))],
      requireSignature: true,
      secretFor: (id) => (id === 'KNOWN' ? SECRET : undefined),
    });
  });
  afterAll(() => running.gateway.stop(100));

  /** Status and code of the answer to a URL that `key` signed with `secret`. */
  async function answer(key: string, secret: string, expires: number): Promise<string> {
    const signature = createHmac('sha1', secret).update(`GET\n\n\n${expires}\n/bucket/key`).digest('base64');
    const query = new URLSearchParams({ AWSAccessKeyId: key, Signature: signature, Expires: `${expires}` });
    const response = await fetch(`${running.url}/bucket/key?${query}`);
    return `${response.status} ${/<Code>(.*)<\/Code>/.exec(await response.text())?.[1] ?? ''}`.trim();
  }
  const soon = Math.floor(Date.now() / 1_000) + 60;

  test.each([
    ['KNOWN', SECRET, soon, '200'],
    ['KNOWN', 'wrong', soon, '403 SignatureDoesNotMatch'],
    ['NOBODY', SECRET, soon, '403 InvalidAccessKeyId'],
    // What is well known on loopback counts for nothing here.
    ['test', 'test', soon, '403 InvalidAccessKeyId'],
    ['KNOWN', SECRET, soon - 120, '403 AccessDenied'],
  ])('%s, %s, until %i: %s', async (key, secret, expires, expected) => {
    expect(await answer(key, secret, expires)).toBe(expected);
  });

  test('without a signature it is refused', async () => {
    expect((await fetch(`${running.url}/bucket/key`)).status).toBe(403);
  });
});
