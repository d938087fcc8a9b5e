import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole } from '../role-record.ts';

export function listRoleTags(iam: Iam): Operation<{ readonly RoleName: string }> {
  return ({ RoleName }, context) => ({ Tags: requireRole(iam, context, RoleName).tags, IsTruncated: false });
}
