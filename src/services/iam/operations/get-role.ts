import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole, roleView } from '../role-record.ts';

export function getRole(iam: Iam): Operation<{ readonly RoleName: string }> {
  return ({ RoleName }, context) => ({ Role: roleView(requireRole(iam, context, RoleName)) });
}
