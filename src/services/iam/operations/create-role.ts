import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { type Iam, type IamTag, type RoleRecord, requirePolicyDocument, roleKey, roleView } from '../role-record.ts';

export interface CreateRoleInput {
  readonly RoleName: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly IamTag[];
}

const DEFAULT_SESSION_SECONDS = 3_600;

export function createRole({ roles, clock, ids }: Iam): Operation<CreateRoleInput> {
  return async (input, context) => {
    const key = roleKey(context, input.RoleName);
    if (roles.has(key)) {
      throw new ApiError('EntityAlreadyExistsException', `Role with name ${input.RoleName} already exists.`, {
        status: 409,
      });
    }
    const path = input.Path ?? '/';
    const role: RoleRecord = {
      name: input.RoleName,
      id: `AROA${ids.uuid().replaceAll('-', '').toUpperCase().slice(0, 17)}`,
      arn: `arn:aws:iam::${context.account}:role${path}${input.RoleName}`,
      path,
      createdMs: clock.now(),
      assumeRolePolicy: requirePolicyDocument(input.AssumeRolePolicyDocument),
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      permissionsBoundary: input.PermissionsBoundary,
      tags: input.Tags ?? [],
      inline: {},
      attached: [],
    };
    await roles.put(key, role);
    return { Role: roleView(role) };
  };
}
