/** AWS::IAM::Policy: an inline policy on roles, recorded. */
import type { JsonObject } from '../../asl/json.ts';
import type { ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const iamPolicy: ResourceProvider = {
  type: 'AWS::IAM::Policy',
  properties: new Set(['PolicyName', 'PolicyDocument', 'Roles']),
  requires: [['iam', 'PutRolePolicy']],
  async create(request) {
    await put(request);
    const name = String(request.properties['PolicyName']);
    return { physicalId: name, ref: name, attributes: { Roles: request.properties['Roles'] ?? [] } };
  },
  async update(request) {
    await put(request);
    const name = String(request.properties['PolicyName']);
    return { physicalId: name, ref: name, attributes: { Roles: request.properties['Roles'] ?? [] } };
  },
  async delete(request, { physicalId, attributes }) {
    for (const role of (attributes['Roles'] ?? []) as string[]) {
      await request.services.attempt('iam', 'DeleteRolePolicy', { RoleName: role, PolicyName: physicalId }, [
        'NoSuchEntity',
        'NoSuchEntityException',
      ]);
    }
  },
};

async function put(request: ResourceRequest): Promise<void> {
  const { PolicyName, PolicyDocument, Roles } = request.properties;
  for (const role of (Roles ?? []) as string[]) {
    await request.services.call('iam', 'PutRolePolicy', {
      RoleName: role,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument as JsonObject),
    });
  }
}
