import type { Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam } from '../role-record.ts';

export function untagRole(iam: Iam): Operation<{ readonly RoleName: string; readonly TagKeys: readonly string[] }> {
  return ({ RoleName, TagKeys }, context) =>
    changeRole(iam, context, RoleName, (role) => ({
      ...role,
      tags: role.tags.filter((tag) => !TagKeys.includes(tag.Key)),
    }));
}
