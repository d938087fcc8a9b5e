import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, noSuchEntity } from '../role-record.ts';

export function detachRolePolicy(iam: Iam): Operation<{ readonly RoleName: string; readonly PolicyArn: string }> {
  return ({ RoleName, PolicyArn }, context) =>
    changeRole(iam, context, RoleName, (role) => {
      if (!role.attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      return { ...role, attached: role.attached.filter((arn) => arn !== PolicyArn) };
    });
}
