import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ByteStream } from './operation.ts';
import { loadServiceModel } from './service-model.ts';
import { type RunningGateway, startGateway, toyService } from './toy-services.testing.ts';

/** Whatever is sent: an AWS error or an answer, never a 500, never a crash, never a request without an answer. */
let running: RunningGateway;
const services = [
  'stepfunctions',
  'lambda',
  's3',
  'sqs',
  'sns',
  'iam',
  'dynamodb',
  'cloudformation',
  'apigatewayv2',
  'sesv2',
];

beforeAll(async () => {
  running = await startGateway({
    maxBodyBytes: 64 * 1024,
    services: services.map((name) =>
      toyService(name, [...loadServiceModel(name).operations.keys()], async ({ input, context }) => {
        for (const value of Object.values(input)) {
          if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) continue;
          for await (const _ of value as ByteStream);
        }
        return context.headers['x-echo'] ? input : {};
      }),
    ),
  });
});
afterAll(() => running.gateway.stop(100));

const junk = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 3, arbitrary: fc.json({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '{', '[]', '<a/>', '<a', '<a>&#0;</a>', 'a=1&b=2', '0\r\n\r\n', '\u0000'),
  },
);

async function post(path: string, headers: Record<string, string>, body: string, method = 'POST'): Promise<void> {
  const answer = await fetch(running.url + path, {
    method,
    headers,
    body: method === 'GET' || method === 'HEAD' ? undefined : body,
  });
  const text = await answer.text();
  expect(
    answer.status,
    `${method} ${path} ${JSON.stringify(headers)} ${body} → ${text} ${JSON.stringify(running.log.at(-1))}`,
  ).not.toBe(500);
}

/** Bodies that are almost right: members of the operation with values of any kind. */
const almost = (names: readonly string[]) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 })), {
      maxLength: 5,
      selector: ([name]) => name,
    })
    .map((entries) => JSON.stringify(Object.fromEntries(entries)));

const target = fc
  .constantFrom('stepfunctions', 'dynamodb', 'sqs')
  .chain((service) =>
    fc.constantFrom(...loadServiceModel(service).operations.values()).map((operation) => ({ service, operation })),
  );

test('JSON protocols', async () => {
  const request = target.chain(({ service, operation }) => {
    const names = operation.input?.members.map(({ name }) => name) ?? [];
    const body = names.length > 0 ? fc.oneof(junk, almost(names)) : junk;
    return fc.tuple(fc.constant(`${loadServiceModel(service).targetPrefix}.${operation.name}`), body);
  });
  await fc.assert(
    fc.asyncProperty(request, async ([name, body]) => {
      await post('/', { 'x-amz-target': name, 'content-type': 'application/x-amz-json-1.0' }, body);
    }),
    { numRuns: 1_500 },
  );
}, 300_000);

const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/b',
    '/b/k',
    '/2015-03-31/functions',
    '/2015-03-31/functions/f/invocations',
    '/v2/apis',
    '/v2/email/outbound-emails',
  ),
  fc
    .array(
      fc.constantFrom('b', 'k', '%2F', '%zz', '..', '.', '', '2015-03-31', 'functions', 'v2', 'apis', 'ä', '%00', '_x'),
      { maxLength: 5 },
    )
    .map((parts) => `/${parts.join('/')}`),
);
const query = fc.array(
  fc.constantFrom(
    'tagging',
    'uploads',
    'delete',
    'list-type=2',
    'uploadId=1',
    'partNumber=x',
    'max-keys=y',
    'acl',
    'versionId',
    '%zz=1',
    'X-Amz-Credential=a',
    'Action=GetRole',
    '__proto__=1',
  ),
  { maxLength: 3 },
);

test('REST protocols', async () => {
  const headers = fc.subarray([
    ['x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
    ['x-amz-decoded-content-length', '5'],
    ['content-encoding', 'gzip'],
    ['if-modified-since', 'yesterday'],
    ['x-amz-meta-a', 'b'],
    ['x-amz-object-lock-retain-until-date', '12'],
    ['x-amz-copy-source', '/a/b'],
    [
      'authorization',
      'AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    ],
  ]);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH'),
      path,
      query,
      headers,
      junk,
      async (method, to, parameters, sent, body) => {
        await post(`${to}?${parameters.join('&')}`, Object.fromEntries(sent), body, method);
      },
    ),
    { numRuns: 1_500 },
  );
}, 300_000);

test('the Query protocol', async () => {
  const actions = ['sns', 'iam', 'cloudformation', 'sqs'].flatMap((service) => [
    ...loadServiceModel(service).operations.keys(),
  ]);
  const names = fc.constantFrom(
    'Tags.member.1.Key',
    'Tags.member.x',
    'Name',
    'TopicArn',
    'Attributes.entry.1.key',
    'Attributes.entry.1',
    'a.b.c.d',
    '__proto__.x',
    'MaxItems',
    'QueueUrl',
    'Attribute.1.Name',
    '.',
    '..',
    'Tags.member.99999999999.Key',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...actions),
      fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 6 }),
      async (action, pairs) => {
        const form = new URLSearchParams([['Action', action], ...pairs]);
        await post('/', { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
      },
    ),
    { numRuns: 1_000 },
  );
}, 300_000);
