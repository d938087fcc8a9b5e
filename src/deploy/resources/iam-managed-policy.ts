/** AWS::IAM::ManagedPolicy: recorded, attached to its roles. */
import type { Json } from '../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

const GONE = ['NoSuchEntity', 'NoSuchEntityException'];

export const iamManagedPolicy: ResourceProvider = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: new Set(['ManagedPolicyName', 'PolicyDocument', 'Description', 'Path', 'Roles']),
  requires: [['iam', 'CreatePolicy']],
  create: put,
  async update(request, previous) {
    await remove(request, previous);
    return put({ ...request, properties: { ...request.properties, ManagedPolicyName: nameOf(previous.physicalId) } });
  },
  delete: remove,
};

async function put({ properties, services, generatedName, account }: ResourceRequest): Promise<ResourceInstance> {
  const PolicyName = textOf(properties, 'ManagedPolicyName') ?? generatedName.slice(0, 128);
  const Path = textOf(properties, 'Path') ?? '/';
  await services.attempt(
    'iam',
    'CreatePolicy',
    {
      PolicyName,
      Path,
      PolicyDocument: JSON.stringify(properties['PolicyDocument']),
      Description: properties['Description'],
    },
    ['EntityAlreadyExists', 'EntityAlreadyExistsException'],
  );
  const PolicyArn = `arn:aws:iam::${account}:policy${Path}${PolicyName}`;
  const roles: readonly Json[] = (properties['Roles'] ?? []) as Json[];
  for (const RoleName of roles) await services.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  return { physicalId: PolicyArn, ref: PolicyArn, attributes: { PolicyArn, Roles: roles as Json } };
}

async function remove(
  { services }: Pick<ResourceRequest, 'services'>,
  { physicalId: PolicyArn, attributes }: ResourceInstance,
): Promise<void> {
  for (const RoleName of (attributes['Roles'] ?? []) as string[]) {
    await services.attempt('iam', 'DetachRolePolicy', { RoleName, PolicyArn }, GONE);
  }
  await services.attempt('iam', 'DeletePolicy', { PolicyArn }, GONE);
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
