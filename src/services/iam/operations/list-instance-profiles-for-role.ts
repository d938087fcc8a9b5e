import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole } from '../role-record.ts';

/** There are no machines here for roles to be attached to: what deletes a role asks all the same. */
export function listInstanceProfilesForRole(iam: Iam): Operation<{ readonly RoleName: string }> {
  return ({ RoleName }, context) => {
    requireRole(iam, context, RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  };
}
