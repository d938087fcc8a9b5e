import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, noSuchEntity, requireRole } from '../role-record.ts';

export function getRolePolicy(iam: Iam): Operation<{ readonly RoleName: string; readonly PolicyName: string }> {
  return ({ RoleName, PolicyName }, context) => {
    const { inline } = requireRole(iam, context, RoleName);
    const document = Object.hasOwn(inline, PolicyName) ? inline[PolicyName] : undefined;
    if (document === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
    return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
  };
}
