import { expect, test } from 'vitest';
import { foreignRequest } from './foreign-request.ts';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request' };
const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const EMBEDDED = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };

function check(method: string, headers: Record<string, string>, rawQuery = ''): string | undefined {
  return foreignRequest({
    method,
    rawQuery,
    headers: { host: 'localhost:4566', ...headers },
    allowedHosts: ['stepwell.example'],
  });
}

test.each<[name: string, host: string]>([
  ['the loopback name', 'localhost:4566'],
  ['a virtual host of a bucket', 'my.bucket.s3.localhost:4566'],
  ['a bare virtual host', 'bucket.localhost:4566'],
  ['an address', '127.0.0.1:4566'],
  ['an address of version 6', '[::1]:4566'],
  ['a service of a compose file', 'stepwell:4566'],
  ['the host of a container', 'host.docker.internal:4566'],
  ["AWS's own, through a proxy", 'bucket.s3.eu-west-1.amazonaws.com'],
  ["LocalStack's name for loopback", 's3.localhost.localstack.cloud:4566'],
  ['a name that was allowed', 'stepwell.example:4566'],
])('%s passes', (_name, host) => {
  expect(check('POST', { host })).toBeUndefined();
});

test.each<[name: string, host: string]>([
  ['a rebound name', 'evil.example:4566'],
  ["a name that ends like this machine's", 'localhost.evil.example'],
  ["a name that begins like AWS's", 's3.amazonaws.com.evil.example'],
  ["a name that ends like AWS's", 'evilamazonaws.com'],
  ['no name', ''],
])('%s is refused, signed or not', (_name, host) => {
  expect(check('GET', { host })).toMatch(/does not go by the name/);
  expect(check('GET', { host, ...SIGNED })).toMatch(/does not go by the name/);
});

test.each<[name: string, method: string, headers: Record<string, string>, query: string, passes: boolean]>([
  ['a tool', 'POST', {}, '', true],
  ['the console', 'POST', { origin: 'http://localhost:4566', 'sec-fetch-site': 'same-origin' }, '', true],
  ['a foreign page', 'POST', { origin: 'https://evil.example' }, '', false],
  ['a foreign page that made up a signature', 'POST', { origin: 'https://evil.example', ...SIGNED }, '', false],
  ['a foreign page that made up an address', 'POST', { origin: 'https://evil.example' }, 'X-Amz-Signature=x', false],
  ['a page without an origin of its own', 'POST', { origin: 'null' }, 'X-Amz-Signature=x', false],
  ['an SDK in a page of this machine', 'PUT', { origin: 'http://localhost:3000', ...SIGNED }, '', true],
  ['a presigned URL in a page of this machine', 'PUT', { origin: 'http://localhost:3000' }, 'X-Amz-Signature=x', true],
  ['a page of this machine, unsigned', 'POST', { origin: 'http://localhost:3000' }, '', false],
  ['a link to an object', 'GET', LINK, 'X-Amz-Signature=x', true],
  ['the link in a mail', 'GET', LINK, 'Action=ConfirmSubscription&Token=t', true],
  ['a link to an operation', 'GET', LINK, 'Action=DeleteQueue', false],
  ['a picture that is an operation', 'GET', EMBEDDED, 'Action=DeleteQueue&X-Amz-Signature=x', false],
  ['a picture that confirms', 'GET', EMBEDDED, 'Action=ConfirmSubscription&Token=t', false],
  ['an object in a foreign page', 'GET', EMBEDDED, 'X-Amz-Signature=x', false],
  ['a picture in a page of this machine', 'GET', { ...EMBEDDED, 'sec-fetch-site': 'same-site' }, '', true],
  ['an operation in one', 'GET', { ...EMBEDDED, 'sec-fetch-site': 'same-site' }, 'Action=ListQueues', false],
  ['the address bar', 'GET', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 'Action=ListQueues', true],
])('%s', (_name, method, headers, query, passes) => {
  expect(check(method, headers, query) === undefined).toBe(passes);
});
