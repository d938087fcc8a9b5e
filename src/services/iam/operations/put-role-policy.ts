import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, requirePolicyDocument } from '../role-record.ts';

export interface PutRolePolicyInput {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

export function putRolePolicy(iam: Iam): Operation<PutRolePolicyInput> {
  return ({ RoleName, PolicyName, PolicyDocument }, context) =>
    changeRole(iam, context, RoleName, (role) => ({
      ...role,
      inline: { ...role.inline, [PolicyName]: requirePolicyDocument(PolicyDocument) },
    }));
}
