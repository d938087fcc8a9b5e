import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, noSuchEntity } from '../role-record.ts';

/** A policy of the account must be there; AWS's own are not kept here, and any of those may be attached. */
export function attachRolePolicy(iam: Iam): Operation<{ readonly RoleName: string; readonly PolicyArn: string }> {
  return ({ RoleName, PolicyArn }, context) => {
    if (PolicyArn.split(':')[4] === context.account && !iam.policies.has(PolicyArn)) {
      throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
    }
    return changeRole(iam, context, RoleName, (role) => ({
      ...role,
      attached: [...new Set([...role.attached, PolicyArn])],
    }));
  };
}
