import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, noSuchEntity } from '../role-record.ts';

export function deleteRolePolicy(iam: Iam): Operation<{ readonly RoleName: string; readonly PolicyName: string }> {
  return ({ RoleName, PolicyName }, context) =>
    changeRole(iam, context, RoleName, (role) => {
      const { [PolicyName]: removed, ...inline } = role.inline;
      if (removed === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
      return { ...role, inline };
    });
}
