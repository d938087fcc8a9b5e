/** AWS::IAM::Role: recorded, not enforced. */
import type { JsonObject } from '../../asl/json.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  textOf,
} from '../resource-provider.ts';

export const iamRole: ResourceProvider = {
  type: 'AWS::IAM::Role',
  properties: new Set([
    'RoleName',
    'AssumeRolePolicyDocument',
    'ManagedPolicyArns',
    'Policies',
    'Path',
    'Description',
    'MaxSessionDuration',
    'Tags',
    'PermissionsBoundary',
  ]),
  requires: [['iam', 'CreateRole']],
  async create(request) {
    const name = textOf(request.properties, 'RoleName') ?? request.generatedName.slice(0, 64);
    await request.services.attempt(
      'iam',
      'CreateRole',
      {
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify(request.properties['AssumeRolePolicyDocument']),
        ...pick(request.properties, ['Path', 'Description', 'MaxSessionDuration', 'Tags', 'PermissionsBoundary']),
      },
      ['EntityAlreadyExists', 'EntityAlreadyExistsException'],
    );
    await attach(name, request);
    return describe(name, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'RoleName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    await attach(previous.physicalId, request);
    return previous;
  },
  async delete(request, { physicalId: name }) {
    const gone = ['NoSuchEntity', 'NoSuchEntityException'];
    const inline = await request.services.attempt('iam', 'ListRolePolicies', { RoleName: name }, gone);
    for (const policy of (inline?.['PolicyNames'] ?? []) as string[]) {
      await request.services.attempt('iam', 'DeleteRolePolicy', { RoleName: name, PolicyName: policy }, gone);
    }
    const attached = await request.services.attempt('iam', 'ListAttachedRolePolicies', { RoleName: name }, gone);
    for (const policy of (attached?.['AttachedPolicies'] ?? []) as JsonObject[]) {
      await request.services.attempt(
        'iam',
        'DetachRolePolicy',
        { RoleName: name, PolicyArn: policy['PolicyArn'] },
        gone,
      );
    }
    await request.services.attempt('iam', 'DeleteRole', { RoleName: name }, gone);
  },
};

async function attach(name: string, request: ResourceRequest): Promise<void> {
  for (const arn of (request.properties['ManagedPolicyArns'] ?? []) as string[]) {
    await request.services.call('iam', 'AttachRolePolicy', { RoleName: name, PolicyArn: arn });
  }
  for (const policy of (request.properties['Policies'] ?? []) as JsonObject[]) {
    await request.services.call('iam', 'PutRolePolicy', {
      RoleName: name,
      PolicyName: policy['PolicyName'],
      PolicyDocument: JSON.stringify(policy['PolicyDocument']),
    });
  }
}

async function describe(name: string, request: ResourceRequest): Promise<ResourceInstance> {
  const role = (await request.services.call('iam', 'GetRole', { RoleName: name }))['Role'] as JsonObject;
  return { physicalId: name, ref: name, attributes: { Arn: String(role['Arn']), RoleId: String(role['RoleId']) } };
}
