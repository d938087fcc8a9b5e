/** IAM and STS with the official clients, over a restart. */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const statement = (Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

let server: RestartableServer;
let iam: IAMClient;

beforeAll(async () => {
  server = await startServer();
  iam = new IAMClient(server.clientConfiguration);
});
afterAll(async () => {
  iam.destroy();
  await server.stop();
});

const create = (RoleName: string, more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));
const document = (text: string | undefined): unknown => JSON.parse(decodeURIComponent(text!));

test('a role and what belongs to it outlive a restart', async () => {
  const { Role } = await create('runner', { Path: '/team/', Description: 'd', Tags: [{ Key: 'a', Value: '1' }] });
  expect(Role).toMatchObject({ Arn: 'arn:aws:iam::000000000000:role/team/runner', Path: '/team/' });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
  const RoleName = 'runner';
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: statement('s3:*') }));
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument: statement('sqs:*') }),
  );
  const { Arn: PolicyArn } = Policy!;
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'b', Value: '2' }] }));
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7_200 }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: statement('sts:AssumeRole') }));
  await server.restart();
  const got = await iam.send(new GetRoleCommand({ RoleName }));
  expect(got.Role).toMatchObject({ MaxSessionDuration: 7_200, CreateDate: expect.any(Date) });
  expect(document(got.Role?.AssumeRolePolicyDocument)).toEqual(JSON.parse(statement('sts:AssumeRole')));
  const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
  expect(document(inline.PolicyDocument)).toEqual(JSON.parse(statement('s3:*')));
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['inline']);
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName).sort()).toEqual(['ReadOnlyAccess', 'managed']);
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ AttachmentCount: 1 });
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  expect(document(PolicyVersion?.Document)).toEqual(JSON.parse(statement('sqs:*')));
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toHaveLength(1);
});

test('nothing goes that is in use, in the words of AWS', async () => {
  const RoleName = 'held';
  await create(RoleName);
  expect(await refusal(create(RoleName))).toBe('EntityAlreadyExistsException: Role with name held already exists.');
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: trust }));
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toBe(
    'DeleteConflictException: Cannot delete entity, must delete policies first.',
  );
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'held', PolicyDocument: trust }));
  const { Arn: PolicyArn } = Policy!;
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).toBe(
    'DeleteConflictException: Cannot delete a policy attached to entities.',
  );
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toBe(
    'DeleteConflictException: Cannot delete entity, must detach all policies first.',
  );
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).toBe(
    'NoSuchEntityException: The role with name held cannot be found.',
  );
});

test('roles are listed in pages', async () => {
  for (let n = 0; n < 5; n++) await create(`page-${n}`, { Path: '/pages/' });
  const names: (string | undefined)[] = [];
  let pages = 0;
  for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, { PathPrefix: '/pages/' })) {
    pages++;
    names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
  }
  expect([pages, names]).toEqual([3, ['page-0', 'page-1', 'page-2', 'page-3', 'page-4']]);
});

test.each<[what: string, call: () => Promise<unknown>, refused: RegExp]>([
  ['a name with a space', () => create('a b'), /^ValidationError: .*roleName/],
  ['a document that is none', () => create('x', { AssumeRolePolicyDocument: '{' }), /^MalformedPolicyDocument/],
  ['a session of a minute', () => create('x', { MaxSessionDuration: 60 }), /^ValidationError: .*maxSessionDuration/],
  [
    'a policy of nobody',
    () =>
      iam.send(new AttachRolePolicyCommand({ RoleName: 'runner', PolicyArn: 'arn:aws:iam::000000000000:policy/x' })),
    /^NoSuchEntityException: Policy arn:aws:iam::000000000000:policy\/x does not exist or is not attachable/,
  ],
  [
    'what is not there yet',
    () => iam.send(new ListUsersCommand({})),
    /^UnknownOperationException: Stepwell does not implement IAM: ListUsers/,
  ],
])('%s is refused', async (_what, call, refused) => {
  expect(await refusal(call())).toMatch(refused);
});

test('a role is assumed, and its credentials say so', async () => {
  const sts = new STSClient(server.clientConfiguration);
  const { Role } = await create('assumed');
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'me' }));
  await server.restart();
  const assumed = new STSClient({
    ...server.clientConfiguration,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    },
  });
  expect((await assumed.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    'arn:aws:sts::000000000000:assumed-role/assumed/me',
  );
  sts.destroy();
  assumed.destroy();
});
