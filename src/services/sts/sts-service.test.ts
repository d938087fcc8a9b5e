import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeAll, expect, test } from 'vitest';
import { createGateway } from '../../gateway/http-server.ts';
import { createStsService } from './sts-service.ts';

let endpoint: string;

beforeAll(async () => {
  const gateway = createGateway({ services: [createStsService()], port: 0 });
  ({ url: endpoint } = await gateway.start());
  return () => gateway.stop(0);
});

const clientOf = (accessKeyId: string, sessionToken?: string) =>
  new STSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'x', sessionToken } });

test.each(['000000000000', '123456789012'])('whoever assumes a role in %s is that role, there', async (account) => {
  const RoleArn = `arn:aws:iam::${account}:role/a/path/deployer`;
  const assumed = await clientOf('test').send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const Arn = `arn:aws:sts::${account}:assumed-role/deployer/me`;
  expect(assumed.AssumedRoleUser?.Arn).toBe(Arn);
  expect(assumed.Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
  const { AccessKeyId, SessionToken } = assumed.Credentials!;
  const identity = await clientOf(AccessKeyId!, SessionToken).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: account, Arn, UserId: assumed.AssumedRoleUser?.AssumedRoleId });
});

test('without a role the caller is the root of its account', async () => {
  const { Credentials } = await clientOf('123456789012').send(new GetSessionTokenCommand({}));
  for (const client of [clientOf('123456789012'), clientOf(Credentials!.AccessKeyId!, Credentials!.SessionToken)]) {
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:root',
    });
  }
  const foreign = clientOf('test', 'a token from somewhere else');
  expect(await foreign.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '000000000000' });
});

test('what is no role cannot be assumed', async () => {
  const input = { RoleArn: 'arn:aws:iam::123456789012:user/somebody', RoleSessionName: 'me' };
  await expect(clientOf('test').send(new AssumeRoleCommand(input))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'arn:aws:iam::123456789012:user/somebody is invalid',
  });
});
