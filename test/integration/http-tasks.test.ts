/** `apigateway:invoke` and `http:invoke` in executions, against an API of this server and a service of the test's own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateConnectionCommand, DescribeConnectionCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

const ROLE = 'arn:aws:iam::000000000000:role/r';
let server: Stepwell;
let backend: Server;
let backendUrl = '';
let sfn: SFNClient;
let events: EventBridgeClient;
let apiId = '';
let tokens = 0;

const template = (status: number, body: string) => ({
  type: 'mock',
  requestTemplates: { 'application/json': `{"statusCode": ${status}}` },
  responses: { default: { statusCode: String(status), responseTemplates: { 'application/json': body } } },
});

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  const { clientConfiguration: config } = started;
  sfn = new SFNClient({ ...config, disableHostPrefix: true });
  events = new EventBridgeClient(config);
  backend = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { authorization, 'x-api-key': key, 'content-type': type } = incoming.headers;
      const isToken = incoming.url === '/token';
      if (isToken) tokens++;
      outgoing.writeHead(incoming.url?.startsWith('/teapot') ? 418 : 200, { 'content-type': 'application/json' });
      outgoing.end(
        isToken
          ? JSON.stringify({ access_token: 'secret-token', expires_in: 300 })
          : JSON.stringify({ url: incoming.url, method: incoming.method, body, authorization, key, type }),
      );
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const gateway = new APIGatewayClient(config);
  const document = {
    openapi: '3.0.1',
    info: { title: 'financials', version: '1' },
    components: {
      securitySchemes: {
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      },
    },
    paths: {
      '/financials/{id}': {
        get: {
          security: [{ sigv4: [] }],
          'x-amazon-apigateway-integration': template(
            200,
            '{"item": {"id": "$input.params(\'id\')", "q": "$input.params(\'q\')"}}',
          ),
        },
      },
      '/gone': { get: { 'x-amazon-apigateway-integration': template(410, '{"message": "gone"}') } },
      '/approve': { post: { 'x-amazon-apigateway-integration': template(202, '{"queued": true}') } },
    },
  };
  const { id } = await gateway.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }));
  apiId = id as string;
  await gateway.send(new CreateDeploymentCommand({ restApiId: apiId, stageName: 'Prod' }));
});

afterAll(async () => {
  backend?.close();
  await server?.stop();
});

let machines = 0;

async function run(
  task: object,
  input: object = {},
): Promise<{ status?: string; output?: unknown; error?: string; cause?: string }> {
  const definition = JSON.stringify({ StartAt: 'T', States: { T: { Type: 'Task', ...task, End: true } } });
  const name = `m${++machines}`;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name, definition, roleArn: ROLE, type: 'EXPRESS' }),
  );
  const { status, output, error, cause } = await sfn.send(
    new StartSyncExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return { status, output: output === undefined ? undefined : JSON.parse(output), error, cause };
}

const invoke = (parameters: object, more: object = {}) => ({
  Resource: 'arn:aws:states:::apigateway:invoke',
  Parameters: parameters,
  ...more,
});

test.each([
  ['a host name of AWS', () => ({ ApiEndpoint: `${apiId}.execute-api.eu-west-1.amazonaws.com`, Stage: 'Prod' })],
  ['a local host name', () => ({ ApiEndpoint: `${apiId}.execute-api.localhost:4566`, Stage: 'Prod' })],
  ['our own address', () => ({ ApiEndpoint: `${server.url}/_stepwell/apis/${apiId}`, Stage: '/Prod/' })],
  ['the address of a stage', () => ({ ApiEndpoint: `${server.url}/restapis/${apiId}/Prod/_user_request_` })],
])('apigateway:invoke finds the API under %s', async (_name, endpoint) => {
  const parameters = {
    ...endpoint(),
    Method: 'GET',
    'Path.$': "States.Format('financials/{}', $.id)",
    QueryParameters: { q: ['1'] },
    AuthType: 'IAM_ROLE',
  };
  const ended = await run(
    invoke(parameters, {
      ResultSelector: {
        'item.$': '$.ResponseBody.item',
        'status.$': '$.StatusCode',
        'text.$': '$.StatusText',
        'type.$': "$.Headers['Content-Type']",
      },
    }),
    { id: 'a7' },
  );
  expect(ended).toMatchObject({
    status: 'SUCCEEDED',
    output: { item: { id: 'a7', q: '1' }, status: 200, text: 'OK', type: ['application/json'] },
  });
});

test.each([
  ['an answer that is not 2xx', { Path: 'gone' }, 'ApiGateway.410', '{"message": "gone"}'],
  ['a path that is not there', { Path: '/nothing' }, 'ApiGateway.403', '{"message":"Missing Authentication Token"}'],
  [
    'a method that wants a signature',
    { Path: '/financials/1' },
    'ApiGateway.403',
    '{"message":"Missing Authentication Token"}',
  ],
  [
    'an API that is not there',
    { ApiEndpoint: 'nosuchapi0.execute-api.us-east-1.amazonaws.com' },
    'ApiGateway.403',
    '{"message":"Forbidden"}',
  ],
])('%s fails apigateway:invoke with its status', async (_name, parameters, error, cause) => {
  const ApiEndpoint = `${apiId}.execute-api.us-east-1.amazonaws.com`;
  expect(await run(invoke({ ApiEndpoint, Stage: 'Prod', Method: 'GET', ...parameters }))).toMatchObject({
    status: 'FAILED',
    error,
    cause,
  });
});

test('apigateway:invoke waits for its task token', async () => {
  const definition = JSON.stringify({
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::apigateway:invoke.waitForTaskToken',
        Parameters: {
          ApiEndpoint: `${apiId}.execute-api.us-east-1.amazonaws.com`,
          Stage: 'Prod',
          Method: 'POST',
          Path: '/approve',
          Headers: { 'Task-Token.$': 'States.Array($$.Task.Token)' },
          RequestBody: { 'token.$': '$$.Task.Token' },
        },
        End: true,
      },
    },
  });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'waits', definition, roleArn: ROLE }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  let token: string | undefined;
  while (token === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const { events: history = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    if (history.some(({ type }) => type === 'TaskSubmitted')) {
      const scheduled = history.find(({ taskScheduledEventDetails }) => taskScheduledEventDetails);
      token = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters as string).RequestBody.token;
    }
  }
  await sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }));
  await server.engine.awaitEnd(executionArn as string, new AbortController().signal);
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"approved":true}',
  });
});

async function connection(
  Name: string,
  AuthorizationType: 'API_KEY' | 'BASIC' | 'OAUTH_CLIENT_CREDENTIALS',
  AuthParameters: object,
): Promise<string> {
  const made = await events.send(new CreateConnectionCommand({ Name, AuthorizationType, AuthParameters }));
  return made.ConnectionArn as string;
}

const http = (parameters: object) => ({ Resource: 'arn:aws:states:::http:invoke', Parameters: parameters });

test('http:invoke is authorised by an API key, by a password and by an OAuth token that it fetches once', async () => {
  const key = await connection('key', 'API_KEY', {
    ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'k1' },
  });
  const basic = await connection('basic', 'BASIC', {
    BasicAuthParameters: { Username: 'u', Password: 'p' },
    InvocationHttpParameters: { QueryStringParameters: [{ Key: 'from', Value: 'connection' }] },
  });
  const oauth = await connection('oauth', 'OAUTH_CLIENT_CREDENTIALS', {
    OAuthParameters: {
      AuthorizationEndpoint: `${backendUrl}/token`,
      HttpMethod: 'POST',
      ClientParameters: { ClientID: 'c', ClientSecret: 's' },
    },
  });
  const call = (ConnectionArn: string, more: object = {}) =>
    run(
      http({
        ApiEndpoint: `${backendUrl}/a`,
        Method: 'POST',
        Authentication: { ConnectionArn },
        QueryParameters: { q: 1 },
        RequestBody: { n: 1 },
        ...more,
      }),
    );
  expect(await call(key)).toMatchObject({
    status: 'SUCCEEDED',
    output: {
      StatusCode: 200,
      StatusText: 'OK',
      Headers: { 'content-type': ['application/json'] },
      ResponseBody: { url: '/a?q=1', method: 'POST', body: '{"n":1}', key: 'k1' },
    },
  });
  expect(await call(basic)).toMatchObject({
    output: { ResponseBody: { url: '/a?q=1&from=connection', authorization: `Basic ${btoa('u:p')}` } },
  });
  for (let n = 0; n < 2; n++)
    expect(await call(oauth)).toMatchObject({ output: { ResponseBody: { authorization: 'Bearer secret-token' } } });
  expect(tokens).toBe(1);
  const form = await call(key, {
    RequestBody: { a: [1, 2], b: { c: 'x y' } },
    Transform: { RequestBodyEncoding: 'URL_ENCODED', RequestEncodingOptions: { ArrayFormat: 'BRACKETS' } },
  });
  expect(form).toMatchObject({
    output: { ResponseBody: { body: 'a[]=1&a[]=2&b[c]=x+y', type: 'application/x-www-form-urlencoded;charset=UTF-8' } },
  });
  const shown = await events.send(new DescribeConnectionCommand({ Name: 'basic' }));
  expect(shown.ConnectionState).toBe('AUTHORIZED');
  expect(JSON.stringify(shown.AuthParameters)).not.toContain('"p"');
});

test('http:invoke fails with the status, with the socket, and without its connection', async () => {
  const arn = await connection('plain', 'API_KEY', {
    ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'k1' },
  });
  const call = (more: object) =>
    run(http({ ApiEndpoint: `${backendUrl}/teapot`, Method: 'GET', Authentication: { ConnectionArn: arn }, ...more }));
  expect(await call({})).toMatchObject({ status: 'FAILED', error: 'States.Http.StatusCode.418' });
  expect(await call({ ApiEndpoint: 'http://127.0.0.1:9/' })).toMatchObject({ error: 'States.Http.Socket' });
  const unknown = arn.replace('/plain/', '/nosuch/');
  expect(await call({ Authentication: { ConnectionArn: unknown } })).toMatchObject({
    status: 'FAILED',
    error: 'Events.ConnectionResource.NotFound',
  });
});
