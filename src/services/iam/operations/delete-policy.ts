import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { requirePolicy, rolesWith } from '../policy-record.ts';
import type { Iam } from '../role-record.ts';

/** Refused while a role has it, as at AWS. */
export function deletePolicy(iam: Iam): Operation<{ readonly PolicyArn: string }> {
  return async ({ PolicyArn }) => {
    if (rolesWith(iam, requirePolicy(iam, PolicyArn)).length > 0) {
      throw new ApiError('DeleteConflictException', 'Cannot delete a policy attached to entities.', { status: 409 });
    }
    await iam.policies.delete(PolicyArn);
    return {};
  };
}
