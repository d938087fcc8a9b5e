import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole } from '../role-record.ts';

export function listAttachedRolePolicies(iam: Iam): Operation<{ readonly RoleName: string }> {
  return ({ RoleName }, context) => ({
    AttachedPolicies: requireRole(iam, context, RoleName).attached.map((arn) => ({
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      PolicyArn: arn,
    })),
    IsTruncated: false,
  });
}
