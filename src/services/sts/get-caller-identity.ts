import type { Operation } from '../../gateway/operation.ts';

/** The caller is the root of the account that its access key selects. */
export function getCallerIdentity(): Operation<Record<string, never>> {
  return (_input, { account }) => ({ UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` });
}
