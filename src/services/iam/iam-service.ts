/** As much of IAM as scripts need that create roles: kept, shown, never enforced. */
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Records } from '../../store/records.ts';
import { attachRolePolicy } from './operations/attach-role-policy.ts';
import { createPolicy } from './operations/create-policy.ts';
import { createRole } from './operations/create-role.ts';
import { deletePolicy } from './operations/delete-policy.ts';
import { deleteRole } from './operations/delete-role.ts';
import { deleteRolePolicy } from './operations/delete-role-policy.ts';
import { detachRolePolicy } from './operations/detach-role-policy.ts';
import { getPolicy } from './operations/get-policy.ts';
import { getPolicyVersion } from './operations/get-policy-version.ts';
import { getRole } from './operations/get-role.ts';
import { getRolePolicy } from './operations/get-role-policy.ts';
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts';
import { listInstanceProfilesForRole } from './operations/list-instance-profiles-for-role.ts';
import { listPolicies } from './operations/list-policies.ts';
import { listRolePolicies } from './operations/list-role-policies.ts';
import { listRoleTags } from './operations/list-role-tags.ts';
import { listRoles } from './operations/list-roles.ts';
import { putRolePolicy } from './operations/put-role-policy.ts';
import { tagRole } from './operations/tag-role.ts';
import { untagRole } from './operations/untag-role.ts';
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts';
import { updateRole } from './operations/update-role.ts';
import { POLICIES } from './policy-record.ts';
import { type Iam, ROLES } from './role-record.ts';

export interface IamServiceOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createIamService({ records, clock, ids }: IamServiceOptions): Service {
  const iam: Iam = { roles: records.collection(ROLES), policies: records.collection(POLICIES), clock, ids };
  return {
    model: 'iam',
    operations: {
      AttachRolePolicy: attachRolePolicy(iam),
      CreateRole: createRole(iam),
      DeleteRole: deleteRole(iam),
      DeleteRolePolicy: deleteRolePolicy(iam),
      DetachRolePolicy: detachRolePolicy(iam),
      GetRole: getRole(iam),
      GetRolePolicy: getRolePolicy(iam),
      ListAttachedRolePolicies: listAttachedRolePolicies(iam),
      ListInstanceProfilesForRole: listInstanceProfilesForRole(iam),
      ListRolePolicies: listRolePolicies(iam),
      ListRoles: listRoles(iam),
      PutRolePolicy: putRolePolicy(iam),
      CreatePolicy: createPolicy(iam),
      DeletePolicy: deletePolicy(iam),
      GetPolicy: getPolicy(iam),
      GetPolicyVersion: getPolicyVersion(iam),
      ListPolicies: listPolicies(iam),
      ListRoleTags: listRoleTags(iam),
      TagRole: tagRole(iam),
      UntagRole: untagRole(iam),
      UpdateRole: updateRole(iam),
      UpdateAssumeRolePolicy: updateAssumeRolePolicy(iam),
    },
  };
}
