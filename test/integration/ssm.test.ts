/** Parameter Store with the official client, over restarts. */
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
  UnlabelParameterVersionCommand,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

let server: RestartableServer;
let client: SSMClient;

beforeAll(async () => {
  server = await startServer();
  client = new SSMClient(server.clientConfiguration);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string, more: object = {}) =>
  (await client.send(new GetParameterCommand({ Name, ...more }))).Parameter;

test('a parameter is found by name, version, label and ARN, after a restart too', async () => {
  expect(await put('/app/url', 'one')).toMatchObject({ Version: 1, Tier: 'Standard' });
  expect(await put('/app/url', 'two', { Overwrite: true })).toMatchObject({ Version: 2 });
  await client.send(new LabelParameterVersionCommand({ Name: '/app/url', ParameterVersion: 1, Labels: ['stable'] }));
  await server.restart();
  const ARN = 'arn:aws:ssm:us-east-1:000000000000:parameter/app/url';
  expect(await get('/app/url')).toEqual({
    Name: '/app/url',
    Type: 'String',
    Value: 'two',
    Version: 2,
    LastModifiedDate: expect.any(Date),
    ARN,
    DataType: 'text',
  });
  expect(await get('/app/url:1')).toMatchObject({ Value: 'one', Version: 1, Selector: ':1' });
  expect(await get('/app/url:stable')).toMatchObject({ Value: 'one', Selector: ':stable' });
  expect(await get(`${ARN}:2`)).toMatchObject({ Value: 'two' });
  await put('plain', 'p');
  expect(await get('arn:aws:ssm:us-east-1:000000000000:parameter/plain')).toMatchObject({ Name: 'plain', Value: 'p' });
});

describe('SecureString', () => {
  test('is kept encrypted and opened on request', async () => {
    await put('/app/password', 'hunter2', { Type: 'SecureString' });
    expect((await get('/app/password'))?.Value).not.toContain('hunter2');
    expect(await get('/app/password', { WithDecryption: true })).toMatchObject({ Value: 'hunter2' });
    const { Parameters } = await client.send(new DescribeParametersCommand({}));
    expect(Parameters?.find(({ Name }) => Name === '/app/password')?.KeyId).toBe('alias/aws/ssm');
  });

  test('needs its key', async () => {
    const kms = new KMSClient(server.clientConfiguration);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata!.KeyId!;
    await put('/app/keyed', 'v', { Type: 'SecureString', KeyId });
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await refusal(get('/app/keyed', { WithDecryption: true }))).toMatch(/^InvalidKeyId: .* is disabled\./);
    expect(await refusal(put('/app/none', 'v', { Type: 'SecureString', KeyId: 'alias/none' }))).toMatch(
      /^InvalidKeyId: Alias arn:aws:kms:us-east-1:000000000000:alias\/none is not found\./,
    );
    kms.destroy();
  });
});

test('paths are walked in pages, one level or all', async () => {
  for (const name of ['/tree/a', '/tree/b', '/tree/sub/c', '/treetop']) await put(name, name);
  const names = async (more: object) =>
    (await client.send(new GetParametersByPathCommand({ Path: '/tree', ...more }))).Parameters?.map(({ Name }) => Name);
  expect(await names({})).toEqual(['/tree/a', '/tree/b']);
  expect(await names({ Recursive: true, Path: '/tree/' })).toEqual(['/tree/a', '/tree/b', '/tree/sub/c']);
  const first = await client.send(new GetParametersByPathCommand({ Path: '/tree', MaxResults: 1 }));
  expect(await names({ MaxResults: 1, NextToken: first.NextToken })).toEqual(['/tree/b']);
  expect(await names({ ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] })).toEqual([]);
});

test('several at once', async () => {
  const got = await client.send(new GetParametersCommand({ Names: ['/tree/a', '/none', '/tree/b:1', '/tree/b:9'] }));
  expect(got.Parameters?.map(({ Value }) => Value)).toEqual(['/tree/a', '/tree/b']);
  expect(got.InvalidParameters).toEqual(['/none', '/tree/b:9']);
  const deleted = await client.send(new DeleteParametersCommand({ Names: ['/treetop', '/none'] }));
  expect(deleted).toMatchObject({ DeletedParameters: ['/treetop'], InvalidParameters: ['/none'] });
  expect(await refusal(get('/treetop'))).toMatch(/^ParameterNotFound/);
});

test('a history with labels, which move', async () => {
  for (const value of ['1', '2', '3']) await put('/h', value, { Overwrite: true, Description: `d${value}` });
  const label = (ParameterVersion: number, ...Labels: string[]) =>
    client.send(new LabelParameterVersionCommand({ Name: '/h', ParameterVersion, Labels }));
  expect((await label(1, 'old', 'aws-no', '9no')).InvalidLabels).toEqual(['aws-no', '9no']);
  await label(2, 'old', 'mid');
  const history = async () =>
    (await client.send(new GetParameterHistoryCommand({ Name: '/h' }))).Parameters?.map(
      ({ Version, Value, Labels, Description }) => [Version, Value, Labels, Description],
    );
  expect(await history()).toEqual([
    [1, '1', [], 'd1'],
    [2, '2', ['old', 'mid'], 'd2'],
    [3, '3', [], 'd3'],
  ]);
  const removed = await client.send(
    new UnlabelParameterVersionCommand({ Name: '/h', ParameterVersion: 2, Labels: ['mid', 'none'] }),
  );
  expect(removed).toMatchObject({ RemovedLabels: ['mid'], InvalidLabels: ['none'] });
  await client.send(new DeleteParameterCommand({ Name: '/h' }));
  await put('/h', 'anew');
  expect(await history()).toEqual([[1, 'anew', [], undefined]]);
});

test('a hundred versions are kept, unless the oldest has a label', async () => {
  for (let version = 1; version <= 101; version++) await put('/many', String(version), { Overwrite: true });
  expect(await refusal(get('/many:1'))).toBe(
    'ParameterVersionNotFound: Systems Manager could not find version 1 of /many. Verify the version and try again.',
  );
  expect(await get('/many:2')).toMatchObject({ Value: '2' });
  await client.send(new LabelParameterVersionCommand({ Name: '/many', ParameterVersion: 2, Labels: ['keep'] }));
  expect(await refusal(put('/many', 'x', { Overwrite: true }))).toMatch(/^ParameterMaxVersionLimitExceeded: /);
});

test('filters and tags', async () => {
  const tagged = { ResourceType: 'Parameter' as const, ResourceId: '/tree/a' };
  await client.send(new AddTagsToResourceCommand({ ...tagged, Tags: [{ Key: 'env', Value: 'dev' }] }));
  const names = async (Key: string, Values?: string[], Option?: string) =>
    (await client.send(new DescribeParametersCommand({ ParameterFilters: [{ Key, Values, Option }] }))).Parameters?.map(
      ({ Name }) => Name,
    );
  expect(await names('tag:env', ['dev'])).toEqual(['/tree/a']);
  expect(await names('Name', ['/tree'], 'BeginsWith')).toEqual(['/tree/a', '/tree/b', '/tree/sub/c']);
  expect(await names('Path', ['/tree'], 'OneLevel')).toEqual(['/tree/a', '/tree/b']);
  expect(await refusal(names('Type', ['String'], 'Sideways'))).toMatch(/^InvalidFilterOption: /);
  await client.send(new RemoveTagsFromResourceCommand({ ...tagged, TagKeys: ['env'] }));
  expect((await client.send(new ListTagsForResourceCommand(tagged))).TagList).toEqual([]);
  const none = { ...tagged, ResourceId: '/none' };
  expect(await refusal(client.send(new ListTagsForResourceCommand(none)))).toBe(
    'InvalidResourceId: The resource ID is not valid. Verify that you entered the correct ID and try again.',
  );
});

test.each<[name: string, call: () => Promise<unknown>, message: RegExp]>([
  [
    'an existing one',
    () => put('/tree/a', 'x'),
    /^ParameterAlreadyExists: The parameter already exists\. To overwrite/,
  ],
  [
    'no type',
    () => put('/new', 'x', { Type: undefined }),
    /^ValidationException: A parameter type is required when you create a parameter\.$/,
  ],
  [
    'a reserved name',
    () => put('/aws/x', 'x'),
    /^AccessDeniedException: No access to reserved parameter name: \/aws\/x\.$/,
  ],
  [
    'a reserved prefix',
    () => put('awsome', 'x'),
    /^ValidationException: Parameter name: can't be prefixed with "aws" or "ssm"/,
  ],
  [
    'a path without its slash',
    () => put('a/b', 'x'),
    /^ValidationException: Parameter name must be a fully qualified name\.$/,
  ],
  ['a name with a blank', () => put('/a b', 'x'), /^ValidationException: Parameter name: can't be prefixed with "ssm"/],
  [
    'sixteen levels',
    () => put('/a'.repeat(16), 'x'),
    /^HierarchyLevelLimitExceededException: A hierarchy can have a maximum of 15 levels/,
  ],
  [
    'a large value',
    () => put('/l', 'x'.repeat(4_097)),
    /^ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters/,
  ],
  [
    'a value that does not match',
    () => put('/m', 'abc', { AllowedPattern: '^\\d+$' }),
    /^ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: \^\\d\+\$$/,
  ],
  [
    'a pattern that never ends',
    () => put('/m', `${'a'.repeat(60)}!`, { AllowedPattern: '^(a+)+$' }),
    /^ParameterPatternMismatchException: /,
  ],
  ['a broken pattern', () => put('/m', 'abc', { AllowedPattern: '(' }), /^InvalidAllowedPatternException: /],
  [
    'tags on overwriting',
    () => put('/tree/a', 'x', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }),
    /^ValidationException: Invalid request: tags and overwrite can't be used together/,
  ],
  ['a missing parameter', () => get('/none'), /^ParameterNotFound: /],
  [
    'a missing label',
    () => get('/tree/a:none'),
    /^ParameterVersionNotFound: Systems Manager could not find label none of/,
  ],
  [
    'a path that is none',
    () => client.send(new GetParametersByPathCommand({ Path: 'tree' })),
    /^ValidationException: The parameter doesn't meet/,
  ],
  [
    'a foreign page token',
    () => client.send(new DescribeParametersCommand({ NextToken: 'x' })),
    /^InvalidNextToken: The specified token is not valid\.$/,
  ],
])('%s is refused', async (_name, call, message) => {
  expect(await refusal(call())).toMatch(message);
});

test('an advanced parameter takes more, and tiers follow the size', async () => {
  expect(await put('/big', 'x'.repeat(5_000), { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Advanced' });
  expect(await put('/small', 'x', { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Standard' });
});
