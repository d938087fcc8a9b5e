import { beforeEach, expect, test } from 'vitest';
import { startS3, type TestS3 } from './s3.testing.ts';

const Bucket = 'bucket';
let s3: TestS3;

beforeEach(() => {
  s3 = startS3();
  return () => s3[Symbol.asyncDispose]();
});

const refusal = (operation: string, input: object, context = {}) =>
  s3.call(operation, input, context).then(
    () => undefined,
    (error) => error.code as string,
  );

test('a bucket comes and goes', async () => {
  expect(await s3.call('CreateBucket', { Bucket })).toMatchObject({ Location: '/bucket' });
  expect(await s3.call('HeadBucket', { Bucket })).toMatchObject({ BucketRegion: 'us-east-1' });
  expect((await s3.call('ListBuckets', {})).Buckets).toEqual([
    { Name: 'bucket', CreationDate: new Date('2026-01-02T03:04:05Z') },
  ]);
  await s3.call('PutObject', { Bucket, Key: 'k', Body: 'x' });
  expect(await refusal('DeleteBucket', { Bucket })).toBe('BucketNotEmpty');
  await s3.call('DeleteObject', { Bucket, Key: 'k' });
  await s3.call('DeleteBucket', { Bucket });
  expect(await refusal('HeadBucket', { Bucket })).toBe('NotFound');
  expect(await refusal('DeleteBucket', { Bucket })).toBe('NoSuchBucket');
});

test.each([
  'ab',
  'Upper',
  'under_score',
  'two..dots',
  '-dash',
  'dash-',
  '192.168.0.1',
  'xn--x',
  'x-s3alias',
  'a'.repeat(64),
  '../etc',
])('%s is no name for a bucket', async (name) => {
  expect(await refusal('CreateBucket', { Bucket: name })).toBe('InvalidBucketName');
});

test('creating it again: harmless for its owner at home, refused elsewhere and for others', async () => {
  await s3.call('CreateBucket', { Bucket });
  await s3.call('CreateBucket', { Bucket });
  expect(await refusal('CreateBucket', { Bucket }, { account: '111111111111' })).toBe('BucketAlreadyExists');
  const input = { Bucket: 'abroad', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } };
  await s3.call('CreateBucket', input, { region: 'eu-west-1' });
  expect(await refusal('CreateBucket', input, { region: 'eu-west-1' })).toBe('BucketAlreadyOwnedByYou');
  expect((await s3.call('GetBucketLocation', { Bucket: 'abroad' })).LocationConstraint).toBe('eu-west-1');
  expect((await s3.call('GetBucketLocation', { Bucket })).LocationConstraint).toBeUndefined();
});

test('places that do not fit', async () => {
  const at = (LocationConstraint: string) => ({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
  expect(await refusal('CreateBucket', at('us-east-1'))).toBe('InvalidLocationConstraint');
  expect(await refusal('CreateBucket', { Bucket }, { region: 'eu-west-1' })).toBe('IllegalLocationConstraintException');
  expect(await refusal('CreateBucket', at('eu-west-2'), { region: 'eu-west-1' })).toBe(
    'IllegalLocationConstraintException',
  );
});

test.each<[subject: string, member: string, value: unknown, missing: string | undefined]>([
  ['BucketEncryption', 'ServerSideEncryptionConfiguration', { Rules: [{ BucketKeyEnabled: true }] }, undefined],
  ['PublicAccessBlock', 'PublicAccessBlockConfiguration', { BlockPublicAcls: false }, undefined],
  ['BucketOwnershipControls', 'OwnershipControls', { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }, undefined],
  ['BucketTagging', 'TagSet', [{ Key: 'a', Value: 'b' }], 'NoSuchTagSet'],
  ['BucketPolicy', 'Policy', '{"Statement":[]}', 'NoSuchBucketPolicy'],
])('%s is put, given back and deleted', async (subject, member, value, missing) => {
  await s3.call('CreateBucket', { Bucket });
  const before = await s3.call(`Get${subject}`, { Bucket }).catch((error) => error.code);
  if (missing) expect(before).toBe(missing);
  else expect(before).toHaveProperty(member);
  const input = member === 'TagSet' ? { Tagging: { TagSet: value } } : { [member]: value };
  await s3.call(`Put${subject}`, { Bucket, ...input });
  expect(await s3.call(`Get${subject}`, { Bucket })).toEqual({ [member]: value });
  await s3.call(`Delete${subject}`, { Bucket });
  const after = await s3.call(`Get${subject}`, { Bucket }).catch((error) => error.code);
  if (subject === 'BucketEncryption') expect(after).toEqual(before);
  else expect(after).toMatch(/^(No|OwnershipControlsNotFound)/);
});

test('subresources whose members are the answer', async () => {
  await s3.call('CreateBucket', { Bucket });
  expect(await refusal('GetBucketLifecycleConfiguration', { Bucket })).toBe('NoSuchLifecycleConfiguration');
  const date = new Date('2030-01-01T00:00:00Z');
  const Rules = [{ ID: 'r', Status: 'Enabled', Expiration: { Date: date } }];
  await s3.call('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  expect(await s3.call('GetBucketLifecycleConfiguration', { Bucket })).toEqual({ Rules });
  await s3.call('DeleteBucketLifecycle', { Bucket });
  expect(await refusal('GetBucketLifecycleConfiguration', { Bucket })).toBe('NoSuchLifecycleConfiguration');
  expect(await refusal('GetBucketCors', { Bucket })).toBe('NoSuchCORSConfiguration');
  expect(await s3.call('GetBucketNotificationConfiguration', { Bucket })).toEqual({});
  expect(await refusal('GetBucketWebsite', { Bucket })).toBe('NoSuchWebsiteConfiguration');
  expect(await s3.call('GetBucketVersioning', { Bucket })).toEqual({ Status: undefined });
  expect(await s3.call('GetBucketRequestPayment', { Bucket })).toEqual({ Payer: 'BucketOwner' });
});

test('policies', async () => {
  await s3.call('CreateBucket', { Bucket });
  expect(await refusal('PutBucketPolicy', { Bucket, Policy: 'nonsense' })).toBe('MalformedPolicy');
  expect(await refusal('PutBucketPolicy', { Bucket, Policy: '[]' })).toBe('MalformedPolicy');
  const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' } }] });
  await s3.call('PutBucketPolicy', { Bucket, Policy });
  expect(await s3.call('GetBucketPolicyStatus', { Bucket })).toEqual({ PolicyStatus: { IsPublic: true } });
});

test('access lists need an owner who allows them', async () => {
  await s3.call('CreateBucket', { Bucket });
  expect(await refusal('PutBucketAcl', { Bucket, ACL: 'public-read' })).toBe('AccessControlListNotSupported');
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] };
  await s3.call('PutBucketOwnershipControls', { Bucket, OwnershipControls });
  await s3.call('PutBucketAcl', { Bucket, ACL: 'public-read' });
  expect((await s3.call('GetBucketAcl', { Bucket })).Grants).toHaveLength(2);
});

test('encryption that the bucket asks for is told of its objects', async () => {
  await s3.call('CreateBucket', { Bucket });
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key-1' } }];
  await s3.call('PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
  expect(await s3.call('PutObject', { Bucket, Key: 'k', Body: 'x' })).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'key-1',
  });
});

test('ListBuckets shows the own ones, by pages', async () => {
  for (const name of ['bbb', 'aaa', 'ccc']) await s3.call('CreateBucket', { Bucket: name });
  await s3.call('CreateBucket', { Bucket: 'theirs' }, { account: '111111111111' });
  const names = (output: { Buckets: { Name: string }[] }) => output.Buckets.map((bucket) => bucket.Name);
  expect(names(await s3.call('ListBuckets', {}))).toEqual(['aaa', 'bbb', 'ccc']);
  const page = await s3.call('ListBuckets', { MaxBuckets: 2 });
  expect(names(page)).toEqual(['aaa', 'bbb']);
  expect(names(await s3.call('ListBuckets', { ContinuationToken: page.ContinuationToken }))).toEqual(['ccc']);
});

test('nothing lands in a bucket that is being removed', async () => {
  await s3.call('CreateBucket', { Bucket });
  const outcomes = await Promise.all([
    refusal('PutObject', { Bucket, Key: 'a', Body: 'x' }),
    refusal('DeleteBucket', { Bucket }),
    refusal('PutObject', { Bucket, Key: 'b', Body: 'x' }),
  ]);
  const isGone = outcomes[1] === undefined;
  expect(outcomes.filter((code) => code === 'NoSuchBucket').length).toBe(isGone ? 2 : 0);
  if (isGone) {
    await s3.call('CreateBucket', { Bucket });
    expect((await s3.call('ListObjectsV2', { Bucket })).KeyCount).toBe(0);
  }
});
