import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole } from '../role-record.ts';

export function listRolePolicies(iam: Iam): Operation<{ readonly RoleName: string }> {
  return ({ RoleName }, context) => ({
    PolicyNames: Object.keys(requireRole(iam, context, RoleName).inline),
    IsTruncated: false,
  });
}
