import type { Operation } from '../../../gateway/operation.ts';
import { policyView, requirePolicy } from '../policy-record.ts';
import type { Iam } from '../role-record.ts';

export function getPolicy(iam: Iam): Operation<{ readonly PolicyArn: string }> {
  return ({ PolicyArn }) => ({ Policy: policyView(iam, requirePolicy(iam, PolicyArn)) });
}
