import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { type Iam, requireRole, roleKey } from '../role-record.ts';

/** Refused while policies are left on the role, as at AWS. */
export function deleteRole(iam: Iam): Operation<{ readonly RoleName: string }> {
  return async ({ RoleName }, context) => {
    const role = requireRole(iam, context, RoleName);
    if (Object.keys(role.inline).length > 0) throw conflict('must delete policies first.');
    if (role.attached.length > 0) throw conflict('must detach all policies first.');
    await iam.roles.delete(roleKey(context, RoleName));
    return {};
  };
}

function conflict(what: string): ApiError {
  return new ApiError('DeleteConflictException', `Cannot delete entity, ${what}`, { status: 409 });
}
