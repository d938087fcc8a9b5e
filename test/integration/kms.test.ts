/** KMS with the official client, over restarts. */
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const ARN = 'arn:aws:kms:us-east-1:000000000000';
const NONE = '00000000-0000-0000-0000-000000000000';
const Plaintext = Buffer.from('the plain text');
let server: RestartableServer;
let client: KMSClient;
let KeyId: string;

beforeAll(async () => {
  server = await startServer();
  client = new KMSClient(server.clientConfiguration);
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: 'first' }));
  KeyId = KeyMetadata!.KeyId!;
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

test('a ciphertext opens with its key and its context only, after a restart too', async () => {
  const EncryptionContext = { a: '1', b: '2' };
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  expect(Buffer.from(CiphertextBlob!).includes(Plaintext)).toBe(false);
  await server.restart();
  const turned = { b: '2', a: '1' };
  const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: turned }));
  expect(Buffer.from(opened.Plaintext!)).toEqual(Plaintext);
  expect(opened.KeyId).toBe(`${ARN}:key/${KeyId}`);
  const without = client.send(new DecryptCommand({ CiphertextBlob }));
  expect(await refusal(without)).toMatch(/^InvalidCiphertextException/);
  for (let at = 0; at < CiphertextBlob!.length; at += 7) {
    const bent = Uint8Array.from(CiphertextBlob!);
    bent[at]! ^= 1;
    const opening = client.send(new DecryptCommand({ CiphertextBlob: bent, EncryptionContext }));
    expect(await refusal(opening)).toMatch(/^InvalidCiphertextException/);
  }
});

test('data keys come plain and sealed', async () => {
  const key = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  expect(key.Plaintext).toHaveLength(32);
  const { Plaintext: opened } = await client.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob }));
  expect(opened).toEqual(key.Plaintext);
  const sealed = await client.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 10 }));
  const { Plaintext: ten } = await client.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
  expect(ten).toHaveLength(10);
  expect((await client.send(new GenerateRandomCommand({ NumberOfBytes: 5 }))).Plaintext).toHaveLength(5);
});

test('aliases name keys and can be moved', async () => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const other = KeyMetadata!.KeyId!;
  await client.send(new CreateAliasCommand({ AliasName: 'alias/app', TargetKeyId: KeyId }));
  const described = await client.send(new DescribeKeyCommand({ KeyId: `${ARN}:alias/app` }));
  expect(described.KeyMetadata?.KeyId).toBe(KeyId);
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: 'alias/app', Plaintext }));
  await client.send(new UpdateAliasCommand({ AliasName: 'alias/app', TargetKeyId: other }));
  expect(await refusal(client.send(new DecryptCommand({ CiphertextBlob, KeyId: 'alias/app' })))).toBe(
    'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
  );
  const again = await client.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: 'alias/app' }));
  expect(again).toMatchObject({ SourceKeyId: `${ARN}:key/${KeyId}`, KeyId: `${ARN}:key/${other}` });
  const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: other }));
  expect(Aliases).toMatchObject([{ AliasName: 'alias/app', AliasArn: `${ARN}:alias/app`, TargetKeyId: other }]);
  expect(await refusal(client.send(new CreateAliasCommand({ AliasName: 'alias/app', TargetKeyId: other })))).toBe(
    `AlreadyExistsException: An alias with the name ${ARN}:alias/app already exists`,
  );
  await client.send(new DeleteAliasCommand({ AliasName: 'alias/app' }));
  expect(await refusal(client.send(new DescribeKeyCommand({ KeyId: 'alias/app' })))).toBe(
    `NotFoundException: Alias ${ARN}:alias/app is not found.`,
  );
});

test('keys are listed in pages', async () => {
  const first = await client.send(new ListKeysCommand({ Limit: 1 }));
  expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) });
  const second = await client.send(new ListKeysCommand({ Marker: first.NextMarker }));
  expect(second.Truncated).toBe(false);
  expect([...first.Keys!, ...second.Keys!].map((key) => key.KeyId)).toContain(KeyId);
});

test('a key that is disabled or on its way out encrypts nothing', async () => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const id = KeyMetadata!.KeyId!;
  const encrypting = () => refusal(client.send(new EncryptCommand({ KeyId: id, Plaintext })));
  await client.send(new DisableKeyCommand({ KeyId: id }));
  expect(await encrypting()).toBe(`DisabledException: ${ARN}:key/${id} is disabled.`);
  await client.send(new EnableKeyCommand({ KeyId: id }));
  expect(await encrypting()).toBe('no error');
  await client.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  expect(await encrypting()).toBe(`KMSInvalidStateException: ${ARN}:key/${id} is pending deletion.`);
  await client.send(new CancelKeyDeletionCommand({ KeyId: id }));
  expect((await client.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.KeyState).toBe('Disabled');
  expect(await refusal(client.send(new CancelKeyDeletionCommand({ KeyId: id })))).toBe(
    `KMSInvalidStateException: ${ARN}:key/${id} is not pending deletion.`,
  );
});

test('policies, rotation and tags are recorded', async () => {
  const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId }));
  expect(JSON.parse(Policy!)).toMatchObject({ Id: 'key-default-1' });
  const own = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await client.send(new PutKeyPolicyCommand({ KeyId, Policy: own }));
  expect((await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(own);
  await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  expect(await client.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 90,
  });
  const Tags = [
    { TagKey: 'a', TagValue: '1' },
    { TagKey: 'b', TagValue: '2' },
  ];
  await client.send(new TagResourceCommand({ KeyId, Tags }));
  await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] }));
  expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([Tags[1]]);
});

test.each<[name: string, call: () => Promise<unknown>, message: string]>([
  [
    'a missing key',
    () => client.send(new DescribeKeyCommand({ KeyId: NONE })),
    `NotFoundException: Key '${ARN}:key/${NONE}' does not exist`,
  ],
  ['no id', () => client.send(new DescribeKeyCommand({ KeyId: 'foo' })), "NotFoundException: Invalid keyId 'foo'"],
  [
    'an ARN of another region',
    () => client.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:eu-west-1:000000000000:key/${NONE}` })),
    'NotFoundException: Invalid arn eu-west-1',
  ],
  [
    'a data key of no size',
    () => client.send(new GenerateDataKeyCommand({ KeyId })),
    'ValidationException: Please specify either number of bytes or key spec.',
  ],
  [
    'an alias without its prefix',
    () => client.send(new CreateAliasCommand({ AliasName: 'app', TargetKeyId: KeyId })),
    'ValidationException: Invalid identifier',
  ],
  [
    'noise as a ciphertext',
    () => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from('noise') })),
    'InvalidCiphertextException: UnknownError',
  ],
  [
    'a key of another kind',
    () => client.send(new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })),
    'UnsupportedOperationException: Keys of the spec RSA_2048 are not supported here.',
  ],
  [
    'a short window',
    () => client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 })),
    "ValidationException: 1 validation error detected: Value '6' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 7",
  ],
])('%s is refused', async (_name, call, message) => {
  expect(await refusal(call())).toBe(message);
});
