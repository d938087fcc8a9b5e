import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam } from '../role-record.ts';

/** Any ARN may be attached: AWS's own policies are not kept here. */
export function attachRolePolicy(iam: Iam): Operation<{ readonly RoleName: string; readonly PolicyArn: string }> {
  return ({ RoleName, PolicyArn }, context) =>
    changeRole(iam, context, RoleName, (role) => ({
      ...role,
      attached: [...new Set([...role.attached, PolicyArn])],
    }));
}
