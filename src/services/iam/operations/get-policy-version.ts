import type { Operation } from '../../../gateway/operation.ts';
import { ONLY_VERSION, requirePolicy } from '../policy-record.ts';
import { type Iam, noSuchEntity } from '../role-record.ts';

export function getPolicyVersion(iam: Iam): Operation<{ readonly PolicyArn: string; readonly VersionId: string }> {
  return ({ PolicyArn, VersionId }) => {
    const policy = requirePolicy(iam, PolicyArn);
    if (VersionId !== ONLY_VERSION) {
      throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
    }
    return {
      PolicyVersion: {
        Document: encodeURIComponent(policy.document),
        VersionId,
        IsDefaultVersion: true,
        CreateDate: new Date(policy.createdMs),
      },
    };
  };
}
