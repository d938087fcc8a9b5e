import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam } from '../role-record.ts';

export interface UpdateRoleInput {
  readonly RoleName: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
}

export function updateRole(iam: Iam): Operation<UpdateRoleInput> {
  return ({ RoleName, Description, MaxSessionDuration }, context) =>
    changeRole(iam, context, RoleName, (role) => ({
      ...role,
      description: Description ?? role.description,
      maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
    }));
}
