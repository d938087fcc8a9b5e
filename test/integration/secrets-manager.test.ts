/** Secrets Manager with the official client, over restarts. */
import { randomUUID } from 'node:crypto';
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const MISSING = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
let server: RestartableServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  server = await startServer();
  client = new SecretsManagerClient(server.clientConfiguration);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

const value = async (SecretId: string, more: object = {}) =>
  (await client.send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString;

test('a secret is found by its name, its ARN and its ARN without the end', async () => {
  const { ARN, VersionId } = await client.send(
    new CreateSecretCommand({ Name: 'db/main', SecretString: '{"user":"u"}', Description: 'd' }),
  );
  expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:db\/main-[A-Za-z0-9]{6}$/);
  for (const SecretId of ['db/main', ARN!, ARN!.slice(0, -7)]) {
    expect(await client.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
      ARN,
      Name: 'db/main',
      VersionId,
      SecretString: '{"user":"u"}',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Date),
    });
  }
  expect(await refusal(value(`${ARN!.slice(0, -1)}!`))).toBe(MISSING);
  expect(await refusal(value('db'))).toBe(MISSING);
  expect(await refusal(client.send(new CreateSecretCommand({ Name: 'db/main', SecretString: 'x' })))).toBe(
    'ResourceExistsException: The operation failed because the secret db/main already exists.',
  );
});

test('what was acknowledged survives a restart; bytes come back as they were', async () => {
  const SecretBinary = Buffer.from([0, 1, 254, 255]);
  await client.send(new CreateSecretCommand({ Name: 'kept', SecretString: 'one' }));
  await client.send(new PutSecretValueCommand({ SecretId: 'kept', SecretBinary }));
  await server.restart();
  const got = await client.send(new GetSecretValueCommand({ SecretId: 'kept' }));
  expect(Buffer.from(got.SecretBinary!)).toEqual(SecretBinary);
  expect(await value('kept', { VersionStage: 'AWSPREVIOUS' })).toBe('one');
});

describe('versions', () => {
  test('move their stages on; a token counts once', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const put = (ClientRequestToken: string, SecretString: string, VersionStages?: string[]) =>
      client.send(new PutSecretValueCommand({ SecretId: 'v', ClientRequestToken, SecretString, VersionStages }));
    await client.send(new CreateSecretCommand({ Name: 'v', SecretString: '1', ClientRequestToken: first }));
    await client.send(new CreateSecretCommand({ Name: 'v', SecretString: '1', ClientRequestToken: first }));
    await put(second, '2');
    await put(second, '2');
    expect(await refusal(put(second, 'other'))).toMatch(
      new RegExp(
        `^ResourceExistsException: You can't use ClientRequestToken ${second} because that value is already in use`,
      ),
    );
    await put(third, '3', ['AWSPENDING']);
    const stages = async () => (await client.send(new DescribeSecretCommand({ SecretId: 'v' }))).VersionIdsToStages;
    expect(await stages()).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'], [third]: ['AWSPENDING'] });
    expect(await value('v', { VersionStage: 'AWSPENDING' })).toBe('3');
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'v',
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: third,
        RemoveFromVersionId: second,
      }),
    );
    expect(await stages()).toEqual({ [second]: ['AWSPREVIOUS'], [third]: ['AWSPENDING', 'AWSCURRENT'] });
    expect(await value('v', { VersionId: first })).toBe('1');
    const listed = await client.send(new ListSecretVersionIdsCommand({ SecretId: 'v' }));
    expect(listed.Versions?.map(({ VersionId }) => VersionId).sort()).toEqual([second, third].sort());
    const all = await client.send(new ListSecretVersionIdsCommand({ SecretId: 'v', IncludeDeprecated: true }));
    expect(all.Versions).toHaveLength(3);
  });

  test('missing ones are told apart', async () => {
    await client.send(new CreateSecretCommand({ Name: 'empty' }));
    expect(await refusal(value('empty'))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    const id = randomUUID();
    expect(await refusal(value('v', { VersionId: id }))).toBe(
      `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${id}`,
    );
  });

  test('an update may change the description, the value, or both', async () => {
    await client.send(new UpdateSecretCommand({ SecretId: 'empty', Description: 'now described' }));
    await client.send(new UpdateSecretCommand({ SecretId: 'empty', SecretString: 'filled' }));
    expect(await client.send(new DescribeSecretCommand({ SecretId: 'empty' }))).toMatchObject({
      Description: 'now described',
    });
    expect(await value('empty')).toBe('filled');
  });
});

describe('deletion', () => {
  test('leaves time to restore', async () => {
    await client.send(new CreateSecretCommand({ Name: 'doomed', SecretString: 's' }));
    const { DeletionDate } = await client.send(
      new DeleteSecretCommand({ SecretId: 'doomed', RecoveryWindowInDays: 7 }),
    );
    expect(Math.round((DeletionDate!.getTime() - Date.now()) / 86_400_000)).toBe(7);
    expect(await refusal(value('doomed'))).toBe(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    );
    expect(await refusal(client.send(new CreateSecretCommand({ Name: 'doomed', SecretString: 's' })))).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    const names = async (IncludePlannedDeletion: boolean) =>
      (await client.send(new ListSecretsCommand({ IncludePlannedDeletion }))).SecretList?.map(({ Name }) => Name);
    expect(await names(false)).not.toContain('doomed');
    expect(await names(true)).toContain('doomed');
    await client.send(new RestoreSecretCommand({ SecretId: 'doomed' }));
    expect(await value('doomed')).toBe('s');
  });

  test('by force is at once, and makes room for a new one', async () => {
    const first = await client.send(new DescribeSecretCommand({ SecretId: 'doomed' }));
    await client.send(new DeleteSecretCommand({ SecretId: 'doomed', ForceDeleteWithoutRecovery: true }));
    expect(await refusal(value('doomed'))).toBe(MISSING);
    const second = await client.send(new CreateSecretCommand({ Name: 'doomed', SecretString: 'new' }));
    expect(second.ARN).not.toBe(first.ARN);
    expect(await refusal(value(first.ARN!))).toBe(MISSING);
  });
});

test('many values at once, by id and by filter', async () => {
  for (const Name of ['batch/a', 'batch/b']) {
    await client.send(new CreateSecretCommand({ Name, SecretString: Name, Tags: [{ Key: 'team', Value: 'x' }] }));
  }
  const byId = await client.send(new BatchGetSecretValueCommand({ SecretIdList: ['batch/a', 'none'] }));
  expect(byId.SecretValues?.map(({ SecretString }) => SecretString)).toEqual(['batch/a']);
  expect(byId.Errors).toEqual([
    {
      SecretId: 'none',
      ErrorCode: 'ResourceNotFoundException',
      Message: "Secrets Manager can't find the specified secret.",
    },
  ]);
  const Filters = [{ Key: 'name' as const, Values: ['batch/'] }];
  const page = await client.send(new BatchGetSecretValueCommand({ Filters, MaxResults: 1 }));
  expect(page.SecretValues).toHaveLength(1);
  const next = await client.send(new BatchGetSecretValueCommand({ Filters, MaxResults: 1, NextToken: page.NextToken }));
  expect(next.SecretValues?.[0]?.Name).toBe('batch/b');
  expect(next.NextToken).toBeUndefined();
  const tagged = await client.send(new ListSecretsCommand({ Filters: [{ Key: 'tag-key', Values: ['team'] }] }));
  expect(tagged.SecretList).toHaveLength(2);
});

test('tags and resource policies', async () => {
  const SecretId = 'batch/a';
  await client.send(new TagResourceCommand({ SecretId, Tags: [{ Key: 'env', Value: 'dev' }] }));
  await client.send(new UntagResourceCommand({ SecretId, TagKeys: ['team'] }));
  const described = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(described.Tags).toEqual([{ Key: 'env', Value: 'dev' }]);
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  expect((await client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy).toBe(ResourcePolicy);
  await client.send(new DeleteResourcePolicyCommand({ SecretId }));
  expect((await client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy).toBeUndefined();
});

test.each<[name: string, call: () => Promise<unknown>, message: string]>([
  [
    'a name with a blank',
    () => client.send(new CreateSecretCommand({ Name: 'Invalid Name', SecretString: 'x' })),
    'ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  ],
  [
    'text and bytes',
    () => client.send(new CreateSecretCommand({ Name: 'both', SecretString: 'x', SecretBinary: Buffer.from('y') })),
    "InvalidParameterException: You can't specify both a binary secret value and a string secret value in the same secret.",
  ],
  [
    'no value',
    () => client.send(new PutSecretValueCommand({ SecretId: 'v' })),
    'InvalidRequestException: You must provide either SecretString or SecretBinary.',
  ],
  [
    'a short recovery window',
    () => client.send(new DeleteSecretCommand({ SecretId: 'v', RecoveryWindowInDays: 6 })),
    'InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
  ],
  [
    'force and a window',
    () =>
      client.send(
        new DeleteSecretCommand({ SecretId: 'v', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }),
      ),
    "InvalidParameterException: You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
  ],
  [
    'a broken policy',
    () => client.send(new PutResourcePolicyCommand({ SecretId: 'v', ResourcePolicy: '{' })),
    'MalformedPolicyDocumentException: This resource policy contains invalid Json',
  ],
  [
    'a foreign page token',
    () => client.send(new ListSecretsCommand({ NextToken: 'noise' })),
    'InvalidNextTokenException: Invalid NextToken. Provide a valid NextToken.',
  ],
  [
    'an unknown key',
    () => client.send(new CreateSecretCommand({ Name: 'k', SecretString: 'x', KmsKeyId: 'alias/none' })),
    "EncryptionFailure: Secrets Manager can't encrypt the protected secret text using the provided KMS key. Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found.",
  ],
  [
    'a short password',
    () => client.send(new GetRandomPasswordCommand({ PasswordLength: 3 })),
    'InvalidParameterException: Password length must be greater or equal to the number of required types.',
  ],
])('%s is refused', async (_name, call, message) => {
  expect(await refusal(call())).toBe(message);
});

test('creating one name from many sides makes one secret', async () => {
  const create = () => refusal(client.send(new CreateSecretCommand({ Name: 'race', SecretString: randomUUID() })));
  const results = await Promise.all(Array.from({ length: 8 }, create));
  expect(results.filter((result) => result === 'no error')).toHaveLength(1);
});
