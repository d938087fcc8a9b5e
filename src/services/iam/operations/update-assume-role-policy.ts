import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, requirePolicyDocument } from '../role-record.ts';

export function updateAssumeRolePolicy(
  iam: Iam,
): Operation<{ readonly RoleName: string; readonly PolicyDocument: string }> {
  return ({ RoleName, PolicyDocument }, context) =>
    changeRole(iam, context, RoleName, (role) => ({
      ...role,
      assumeRolePolicy: requirePolicyDocument(PolicyDocument),
    }));
}
