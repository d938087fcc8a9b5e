import { beforeEach, expect, test } from 'vitest';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemIds } from '../../runtime/ids.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { createIamService } from './iam-service.ts';

const RoleName = 'runner';
const document = JSON.stringify({ Version: '2012-10-17', Statement: [] });
let call: (operation: string, params: object) => Promise<Record<string, unknown>>;

beforeEach(async () => {
  const { records } = createMemoryStore();
  const caller = createEmbeddedCaller([createIamService({ records, clock: systemClock, ids: systemIds })]);
  call = async (operation, params) => {
    const result = await caller.call({ service: 'iam', operation, params: params as Record<string, unknown> });
    return result.ok ? (result.output as Record<string, unknown>) : { error: result.code, message: result.message };
  };
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: document });
});

test('a role and the policies inside it', async () => {
  expect(await call('GetRole', { RoleName })).toMatchObject({
    Role: { Arn: 'arn:aws:iam::000000000000:role/runner', Path: '/', MaxSessionDuration: 3600 },
  });
  expect(await call('CreateRole', { RoleName, AssumeRolePolicyDocument: document })).toMatchObject({
    message: 'Role with name runner already exists.',
  });
  await call('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: document });
  expect(await call('GetRolePolicy', { RoleName, PolicyName: 'p' })).toMatchObject({
    PolicyDocument: encodeURIComponent(document),
  });
  expect(await call('ListRolePolicies', { RoleName })).toMatchObject({ PolicyNames: ['p'] });
  expect(await call('DeleteRole', { RoleName })).toMatchObject({
    message: 'Cannot delete entity, must delete policies first.',
  });
  await call('DeleteRolePolicy', { RoleName, PolicyName: 'p' });
  await call('UpdateRole', { RoleName, Description: 'runs', MaxSessionDuration: 7200 });
  expect(await call('ListRoles', {})).toMatchObject({ Roles: [{ Description: 'runs', MaxSessionDuration: 7200 }] });
  await call('DeleteRole', { RoleName });
  expect(await call('GetRole', { RoleName })).toMatchObject({ message: 'The role with name runner cannot be found.' });
});

test('a managed policy stays while a role has it', async () => {
  const PolicyArn = 'arn:aws:iam::000000000000:policy/team/access';
  const input = { PolicyName: 'access', Path: '/team/', PolicyDocument: document, Description: 'd' };
  expect(await call('CreatePolicy', input)).toMatchObject({ Policy: { Arn: PolicyArn, AttachmentCount: 0 } });
  expect(await call('CreatePolicy', { ...input, Path: '/' })).toMatchObject({
    message: 'A policy called access already exists. Duplicate names are not allowed.',
  });
  await call('AttachRolePolicy', { RoleName, PolicyArn });
  expect(await call('ListAttachedRolePolicies', { RoleName })).toMatchObject({
    AttachedPolicies: [{ PolicyName: 'access', PolicyArn }],
  });
  expect(await call('GetPolicy', { PolicyArn })).toMatchObject({
    Policy: { AttachmentCount: 1, DefaultVersionId: 'v1', Description: 'd' },
  });
  expect(await call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' })).toMatchObject({
    PolicyVersion: { Document: encodeURIComponent(document), IsDefaultVersion: true },
  });
  expect(await call('ListPolicies', { Scope: 'Local', OnlyAttached: true })).toMatchObject({
    Policies: [{ PolicyName: 'access' }],
  });
  expect(await call('DeletePolicy', { PolicyArn })).toMatchObject({
    message: 'Cannot delete a policy attached to entities.',
  });
  await call('DetachRolePolicy', { RoleName, PolicyArn });
  await call('DeletePolicy', { PolicyArn });
  expect(await call('GetPolicy', { PolicyArn })).toMatchObject({ message: `Policy ${PolicyArn} was not found.` });
  expect(await call('CreatePolicy', { ...input, PolicyDocument: 'no' })).toMatchObject({
    message: 'This policy contains invalid Json',
  });
});

test('tags of a role', async () => {
  await call('TagRole', {
    RoleName,
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  });
  await call('TagRole', { RoleName, Tags: [{ Key: 'a', Value: '3' }] });
  await call('UntagRole', { RoleName, TagKeys: ['b'] });
  expect(await call('ListRoleTags', { RoleName })).toMatchObject({
    Tags: [{ Key: 'a', Value: '3' }],
    IsTruncated: false,
  });
});
