import type { Operation } from '../../gateway/operation.ts';
import { sessionOf } from './temporary-credentials.ts';

/** The role's session that the credentials came from, else the root of the account that the access key selects. */
export function getCallerIdentity(): Operation<Record<string, never>> {
  return (_input, { account, headers }) => {
    const session = sessionOf(headers['x-amz-security-token']);
    if (!session) return { UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` };
    const { roleName, roleId, sessionName } = session;
    return {
      UserId: `${roleId}:${sessionName}`,
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    };
  };
}
