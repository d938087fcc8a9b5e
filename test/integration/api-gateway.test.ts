/** API Gateway over real sockets: built with the official clients, called with plain HTTP. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into member by member.
const json = async (response: Response): Promise<any> => response.json();

const ROLE = 'arn:aws:iam::000000000000:role/r';
const CODE = `
exports.handler = async (event) => {
  const path = event.rawPath ?? event.path ?? '';
  if (path.endsWith('/malformed')) return { statusCode: 200, body: { not: 'text' } };
  if (path.endsWith('/raise')) throw new Error('boom');
  if (path.endsWith('/slow')) await new Promise((done) => setTimeout(done, 5_000));
  if (path.endsWith('/binary')) return { statusCode: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([1, 2, 255]).toString('base64'), isBase64Encoded: true };
  if (path.endsWith('/bare')) return { hello: 'world' };
  if (event.fail) throw new Error(event.fail);
  return { statusCode: 201, headers: { 'X-One': '1' }, ...(event.version === '2.0' ? { cookies: ['a=1', 'b=2'] } : { multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } }), body: JSON.stringify(event) };
};
exports.plain = async (event) => { if (event.fail) throw new Error(event.fail); return { got: event }; };
`;

let server: Stepwell;
let backend: Server;
let backendUrl = '';
let gateway: APIGatewayClient;
let http: ApiGatewayV2Client;
let sfn: SFNClient;
let functionArn = '';
let plainArn = '';

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  const { clientConfiguration: config } = started;
  gateway = new APIGatewayClient(config);
  http = new ApiGatewayV2Client(config);
  sfn = new SFNClient({ ...config, disableHostPrefix: true });
  const lambda = new LambdaClient(config);
  const ZipFile = zipSync({ 'index.js': Buffer.from(CODE) });
  const create = async (FunctionName: string, Handler: string): Promise<string> => {
    const made = await lambda.send(
      new CreateFunctionCommand({ FunctionName, Handler, Runtime: 'nodejs20.x', Role: ROLE, Code: { ZipFile } }),
    );
    return made.FunctionArn as string;
  };
  functionArn = await create('echo', 'index.handler');
  plainArn = await create('plain', 'index.plain');
  backend = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      outgoing.writeHead(incoming.url?.includes('missing') ? 404 : 200, {
        'content-type': 'application/json',
        'x-from': 'backend',
      });
      outgoing.end(
        JSON.stringify({
          url: incoming.url,
          method: incoming.method,
          body: Buffer.concat(chunks).toString(),
          custom: incoming.headers['x-custom'],
        }),
      );
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
});

afterAll(async () => {
  backend?.close();
  await server?.stop();
});

const lambdaUri = (arn: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

/** Fetch cannot choose its Host. */
function withHost(host: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

interface MethodOptions {
  readonly path: string;
  readonly method?: string;
  readonly apiKeyRequired?: boolean;
  readonly integration: object;
  readonly responses?: readonly {
    statusCode: string;
    selectionPattern?: string;
    responseTemplates?: Record<string, string>;
    responseParameters?: Record<string, string>;
  }[];
}

async function restApi(name: string, methods: readonly MethodOptions[], more: object = {}): Promise<string> {
  const { id: restApiId, rootResourceId } = await gateway.send(new CreateRestApiCommand({ name, ...more }));
  for (const { path, method = 'ANY', apiKeyRequired, integration, responses = [] } of methods) {
    let resourceId = rootResourceId as string;
    for (const pathPart of path.split('/').filter(Boolean)) {
      const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
      const existing = items.find((item) => item.parentId === resourceId && item.pathPart === pathPart);
      const made =
        existing ?? (await gateway.send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart })));
      resourceId = made.id as string;
    }
    const address = { restApiId, resourceId, httpMethod: method };
    await gateway.send(new PutMethodCommand({ ...address, authorizationType: 'NONE', apiKeyRequired }));
    await gateway.send(
      new PutIntegrationCommand({ ...address, integrationHttpMethod: 'POST', ...(integration as { type: 'AWS' }) }),
    );
    for (const response of responses) {
      await gateway.send(new PutMethodResponseCommand({ ...address, statusCode: response.statusCode }));
      await gateway.send(new PutIntegrationResponseCommand({ ...address, ...response }));
    }
  }
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev', variables: { colour: 'blue' } }));
  return restApiId as string;
}

const userRequest = (id: string, path: string): string => `${server.url}/restapis/${id}/dev/_user_request_${path}`;

test('a REST API calls its function with the exact event of payload format 1.0', async () => {
  const id = await restApi('proxy', [
    { path: '/things/{id}', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
  ]);
  const response = await fetch(`${userRequest(id, '/things/a%20b')}?x=1&x=2&y=%2F`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', 'X-Custom': 'one' },
    body: 'hello ü',
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('x-one')).toBe('1');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('content-type')).toBe('application/json');
  const event = await json(response);
  expect(event).toMatchObject({
    resource: '/things/{id}',
    path: '/things/a b',
    httpMethod: 'POST',
    pathParameters: { id: 'a b' },
    queryStringParameters: { x: '2', y: '/' },
    multiValueQueryStringParameters: { x: ['1', '2'], y: ['/'] },
    stageVariables: { colour: 'blue' },
    body: 'hello ü',
    isBase64Encoded: false,
    requestContext: {
      resourcePath: '/things/{id}',
      httpMethod: 'POST',
      path: '/dev/things/a b',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'dev',
      apiId: id,
      identity: { sourceIp: '127.0.0.1', userAgent: expect.any(String), accessKey: null },
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
  });
  const names = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  expect(names).toMatchObject({ 'x-custom': 'one', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  expect(Object.keys(event).sort()).toEqual([
    'body',
    'headers',
    'httpMethod',
    'isBase64Encoded',
    'multiValueHeaders',
    'multiValueQueryStringParameters',
    'path',
    'pathParameters',
    'queryStringParameters',
    'requestContext',
    'resource',
    'stageVariables',
  ]);
});

test('an API answers under its path, under our own path and under its host', async () => {
  const id = await restApi('greedy', [
    { path: '/{proxy+}', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
    { path: '/exact', method: 'GET', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
  ]);
  const own = await fetch(`${server.url}/_stepwell/apis/${id}/dev/a/b/c`);
  expect(await own.json()).toMatchObject({
    pathParameters: { proxy: 'a/b/c' },
    resource: '/{proxy+}',
    body: null,
    queryStringParameters: null,
  });
  for (const host of [`${id}.execute-api.localhost:4566`, `${id}.execute-api.us-east-1.amazonaws.com`]) {
    const answer = await withHost(host, '/dev/exact');
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body)).toMatchObject({
      resource: '/exact',
      requestContext: { domainName: host.replace(':4566', '') },
    });
  }
});

test.each([
  ['/malformed', 502, '{"message": "Internal server error"}', 'InternalServerErrorException'],
  ['/raise', 502, '{"message": "Internal server error"}', 'InternalServerErrorException'],
])('a function that answers badly at %s is a %d', async (path, status, body, type) => {
  const id = await restApi(`bad${path.slice(1)}`, [
    { path, integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
  ]);
  const response = await fetch(userRequest(id, path));
  expect([response.status, await response.text(), response.headers.get('x-amzn-errortype')]).toEqual([
    status,
    body,
    type,
  ]);
});

test('a function that takes too long is a 504', async () => {
  const id = await restApi('slow', [
    { path: '/slow', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn), timeoutInMillis: 100 } },
  ]);
  const response = await fetch(userRequest(id, '/slow'));
  expect([response.status, await response.text()]).toEqual([504, '{"message": "Endpoint request timed out"}']);
});

test('what is not there is a missing token, another stage is forbidden, and nothing is a 500', async () => {
  const id = await restApi('small', [
    { path: '/a', method: 'GET', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
  ]);
  const missing = { message: 'Missing Authentication Token' };
  const cases: [url: string, method: string, status: number, body: object][] = [
    [userRequest(id, '/b'), 'GET', 403, missing],
    [userRequest(id, '/a'), 'POST', 403, missing],
    [userRequest(id, '/'), 'GET', 403, missing],
    [`${server.url}/_stepwell/apis/${id}/other/a`, 'GET', 403, { message: 'Forbidden' }],
    [`${server.url}/_stepwell/apis/nosuchapi/dev/a`, 'GET', 403, { message: 'Forbidden' }],
  ];
  for (const [url, method, status, body] of cases) {
    const response = await fetch(url, { method });
    expect([url, response.status, await response.json()]).toEqual([url, status, body]);
  }
});

test('a binary body goes in and comes out as bytes where the API says so', async () => {
  const id = await restApi(
    'binary',
    [{ path: '/{proxy+}', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } }],
    {
      binaryMediaTypes: ['image/*'],
    },
  );
  const out = await fetch(userRequest(id, '/binary'), { headers: { accept: 'image/png' } });
  expect([...new Uint8Array(await out.arrayBuffer())]).toEqual([1, 2, 255]);
  const echoed = await fetch(userRequest(id, '/in'), {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array([255, 0]),
  });
  expect(await echoed.json()).toMatchObject({ isBase64Encoded: true, body: '/wA=' });
});

test('a method that wants an API key refuses without the key of a usage plan', async () => {
  const id = await restApi('keyed', [
    { path: '/a', apiKeyRequired: true, integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } },
  ]);
  const key = await gateway.send(new CreateApiKeyCommand({ name: 'k', enabled: true }));
  const call = (value?: string): Promise<Response> =>
    fetch(userRequest(id, '/a'), { headers: value ? { 'x-api-key': value } : {} });
  const refused = await call();
  expect([refused.status, await refused.text()]).toEqual([403, '{"message":"Forbidden"}']);
  expect((await call(key.value)).status).toBe(403);
  const plan = await gateway.send(new CreateUsagePlanCommand({ name: 'p', apiStages: [{ apiId: id, stage: 'dev' }] }));
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  expect((await call('not-the-key-at-all-really')).status).toBe(403);
  const allowed = await call(key.value);
  expect(allowed.status).toBe(201);
  expect((await json(allowed)).requestContext.identity).toMatchObject({ apiKey: key.value, apiKeyId: key.id });
});

test('mapping templates start an execution, and shape what comes back', async () => {
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'mapped', definition, roleArn: ROLE, type: 'STANDARD' }),
  );
  const id = await restApi('states', [
    {
      path: '/start/{kind}',
      method: 'POST',
      integration: {
        type: 'AWS',
        uri: 'arn:aws:apigateway:us-east-1:states:action/StartExecution',
        credentials: ROLE,
        requestTemplates: {
          'application/json': `#set($body = $input.path('$'))
{"stateMachineArn": "${stateMachineArn}", "input": "$util.escapeJavaScript("{""kind"": ""$input.params('kind')"", ""body"": $input.json('$'), ""n"": $body.items.size()}")"}`,
        },
      },
      responses: [
        {
          statusCode: '200',
          responseTemplates: { 'application/json': '{"started":"$input.path(\'$.executionArn\')"}' },
        },
        {
          statusCode: '400',
          selectionPattern: '4\\d{2}',
          responseTemplates: { 'application/json': '{"refused":true}' },
        },
      ],
    },
  ]);
  const response = await fetch(userRequest(id, '/start/big'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [1, 2], text: 'say "hi"' }),
  });
  expect(response.status).toBe(200);
  const { started } = await json(response);
  const execution = await sfn.send(new DescribeExecutionCommand({ executionArn: started }));
  expect(JSON.parse(execution.input as string)).toEqual({
    kind: 'big',
    body: { items: [1, 2], text: 'say "hi"' },
    n: 2,
  });
});

test('a function without proxy: templates around it, its errors selected by pattern', async () => {
  const id = await restApi('plain', [
    {
      path: '/p',
      method: 'POST',
      integration: {
        type: 'AWS',
        uri: lambdaUri(plainArn),
        requestTemplates: { 'application/json': '{"fail": $input.json(\'$.fail\')}' },
        passthroughBehavior: 'NEVER',
      },
      responses: [
        { statusCode: '200', responseTemplates: { 'application/json': '' } },
        {
          statusCode: '422',
          selectionPattern: 'bad.*',
          responseTemplates: { 'application/json': '{"why":"$input.path(\'$.errorMessage\')"}' },
        },
      ],
    },
  ]);
  const call = (body: object, type = 'application/json'): Promise<Response> =>
    fetch(userRequest(id, '/p'), { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  expect(await (await call({ fail: null })).json()).toEqual({ got: { fail: null } });
  const failed = await call({ fail: 'bad luck' });
  expect([failed.status, await failed.json()]).toEqual([422, { why: 'bad luck' }]);
  expect((await call({}, 'text/csv')).status).toBe(415);
});

test('MOCK, HTTP and HTTP_PROXY integrations', async () => {
  const id = await restApi('others', [
    {
      path: '/mock',
      method: 'OPTIONS',
      integration: { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 204}' } },
      responses: [
        { statusCode: '204', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } },
      ],
    },
    {
      path: '/items/{proxy+}',
      integration: {
        type: 'HTTP_PROXY',
        integrationHttpMethod: 'ANY',
        uri: `${backendUrl}/base/{proxy}`,
        requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      },
    },
  ]);
  const mock = await fetch(userRequest(id, '/mock'), { method: 'OPTIONS' });
  expect([mock.status, mock.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  const proxied = await fetch(`${userRequest(id, '/items/a/b')}?q=1`, {
    method: 'PUT',
    headers: { 'X-Custom': 'c' },
    body: 'x',
  });
  expect(proxied.headers.get('x-from')).toBe('backend');
  expect(await proxied.json()).toEqual({ url: '/base/a/b?q=1', method: 'PUT', body: 'x', custom: 'c' });
  expect((await fetch(userRequest(id, '/items/missing'))).status).toBe(404);
});

test('an OpenAPI document with API Gateway extensions becomes an API that serves', async () => {
  const document = {
    swagger: '2.0',
    info: { title: 'imported', version: '1.0' },
    paths: {
      '/financials/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
          responses: {},
          'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(functionArn) },
        },
      },
      '/checked': {
        post: {
          'x-amazon-apigateway-request-validator': 'body',
          parameters: [{ name: 'Body', in: 'body', schema: { $ref: '#/definitions/Thing' } }],
          'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: lambdaUri(functionArn) },
        },
      },
    },
    definitions: { Thing: { type: 'object', required: ['GroupID'], properties: { GroupID: { type: 'string' } } } },
    'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false } },
  };
  const { id } = await gateway.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }));
  await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'dev' }));
  const response = await fetch(userRequest(id as string, '/financials/42'));
  expect(await response.json()).toMatchObject({ pathParameters: { id: '42' }, resource: '/financials/{id}' });
  const post = (body: object): Promise<Response> =>
    fetch(userRequest(id as string, '/checked'), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const refused = await post({ StreamID: 's' });
  expect([refused.status, await refused.text()]).toEqual([400, '{"message":"Invalid request body"}']);
  expect((await post({ GroupID: 'g' })).status).toBe(201);
});

test('what is edited is served once it is deployed', async () => {
  const id = await restApi('edited', [{ path: '/a', integration: { type: 'AWS_PROXY', uri: lambdaUri(functionArn) } }]);
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: id }));
  const root = items.find(({ path }) => path === '/')?.id;
  const added = await gateway.send(new CreateResourceCommand({ restApiId: id, parentId: root, pathPart: 'b' }));
  const address = { restApiId: id, resourceId: added.id, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...address, authorizationType: 'NONE' }));
  await gateway.send(
    new PutIntegrationCommand({
      ...address,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: lambdaUri(functionArn),
    }),
  );
  expect((await fetch(userRequest(id, '/b'))).status).toBe(403);
  await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'dev' }));
  expect((await fetch(userRequest(id, '/b'))).status).toBe(201);
});

test('an HTTP API made in one call sends the exact event of payload format 2.0', async () => {
  const api = await http.send(new CreateApiCommand({ Name: 'quick', ProtocolType: 'HTTP', Target: functionArn }));
  expect(api.ApiEndpoint).toBe(`${server.url}/_stepwell/apis/${api.ApiId}`);
  const response = await fetch(`${api.ApiEndpoint}/a/b%20c?x=1&x=2`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: 'k=v; l=w', 'X-Many': 'one' },
    body: '{"a":1}',
  });
  expect(response.status).toBe(201);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const event = await json(response);
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a/b%20c',
    rawQueryString: 'x=1&x=2',
    cookies: ['k=v', 'l=w'],
    headers: { 'content-type': 'application/json', 'x-many': 'one' },
    queryStringParameters: { x: '1,2' },
    requestContext: {
      accountId: '000000000000',
      apiId: api.ApiId,
      http: { method: 'POST', path: '/a/b%20c', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      routeKey: '$default',
      stage: '$default',
    },
    body: '{"a":1}',
    isBase64Encoded: false,
  });
  expect(event).not.toHaveProperty('pathParameters');
  expect(await (await fetch(`${api.ApiEndpoint}/bare`)).json()).toEqual({ hello: 'world' });
  const failed = await fetch(`${api.ApiEndpoint}/raise`);
  expect([failed.status, await failed.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test('routes, stages and CORS of an HTTP API', async () => {
  const { ApiId } = await http.send(
    new CreateApiCommand({
      Name: 'routed',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], MaxAge: 5 },
    }),
  );
  const { IntegrationId } = await http.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: functionArn,
      PayloadFormatVersion: '1.0',
    }),
  );
  for (const RouteKey of ['GET /things/{id}', 'ANY /things/{rest+}']) {
    await http.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }));
  }
  await http.send(new CreateStageCommand({ ApiId, StageName: 'prod', AutoDeploy: true }));
  expect((await http.send(new GetRoutesCommand({ ApiId }))).Items).toHaveLength(2);
  const url = `${server.url}/_stepwell/apis/${ApiId}/prod`;
  const got = await fetch(`${url}/things/7`, { headers: { origin: 'https://a.example' } });
  expect(got.headers.get('access-control-allow-origin')).toBe('https://a.example');
  expect(await got.json()).toMatchObject({
    version: '1.0',
    resource: '/things/{id}',
    path: '/prod/things/7',
    pathParameters: { id: '7' },
  });
  expect(await (await fetch(`${url}/things/7/8`, { method: 'PUT' })).json()).toMatchObject({
    pathParameters: { rest: '7/8' },
  });
  const missing = await fetch(`${url}/nothing`);
  expect([missing.status, await missing.text()]).toEqual([404, '{"message":"Not Found"}']);
  const preflight = await fetch(`${url}/things/7`, {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
});

test('bad input gets AWS’s error', async () => {
  const { id } = await gateway.send(new CreateRestApiCommand({ name: 'bad input' }));
  const root = (await gateway.send(new GetRestApiCommand({ restApiId: id }))).rootResourceId;
  const at = { restApiId: id, resourceId: root, httpMethod: 'GET' };
  const cases: [() => Promise<unknown>, string, string][] = [
    [
      () => gateway.send(new GetRestApiCommand({ restApiId: 'nosuch' })),
      'NotFoundException',
      'Invalid API identifier specified 000000000000:nosuch',
    ],
    [
      () => gateway.send(new CreateResourceCommand({ restApiId: id, parentId: root, pathPart: 'a b' })),
      'BadRequestException',
      "Resource's path part only allow",
    ],
    [
      () => gateway.send(new PutMethodCommand({ ...at, authorizationType: 'CUSTOM' })),
      'BadRequestException',
      'authorization type CUSTOM',
    ],
    [
      () => gateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK' })),
      'NotFoundException',
      'Invalid Method identifier specified',
    ],
    [
      () => gateway.send(new CreateDeploymentCommand({ restApiId: id })),
      'BadRequestException',
      "The REST API doesn't contain any methods",
    ],
    [
      () =>
        gateway.send(
          new UpdateRestApiCommand({
            restApiId: id,
            patchOperations: [{ op: 'replace', path: '/nothing', value: 'x' }],
          }),
        ),
      'BadRequestException',
      'Invalid patch path',
    ],
    [
      () => gateway.send(new ImportRestApiCommand({ body: Buffer.from('{{{') })),
      'BadRequestException',
      'Unable to parse API definition',
    ],
    [
      () => http.send(new CreateApiCommand({ Name: 'ws', ProtocolType: 'WEBSOCKET' })),
      'BadRequestException',
      'WebSocket',
    ],
    [
      () => http.send(new CreateRouteCommand({ ApiId: 'nosuch', RouteKey: 'GET /' })),
      'NotFoundException',
      'Invalid API identifier specified nosuch',
    ],
  ];
  for (const [run, name, message] of cases) {
    await expect(run(), message).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  }
  await gateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }));
  const template = (text: string) =>
    gateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates: { 'application/json': text } }));
  await expect(template('#if($a) x')).rejects.toMatchObject({
    name: 'BadRequestException',
    message: expect.stringContaining('#end'),
  });
  await expect(template('#parse("x")')).rejects.toMatchObject({
    message: expect.stringContaining('#parse is not supported'),
  });
  await gateway.send(new DeleteRestApiCommand({ restApiId: id }));
  await expect(gateway.send(new GetRestApiCommand({ restApiId: id }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
