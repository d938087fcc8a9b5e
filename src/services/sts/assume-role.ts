import { createHash } from 'node:crypto';
import { ApiError, type Operation } from '../../gateway/operation.ts';
import { issueCredentials, type Sts } from './temporary-credentials.ts';

export interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly SourceIdentity?: string;
}

const DEFAULT_SECONDS = 3_600;

/** Any role may be assumed, also one that nobody created: trust policies are not enforced. */
export function assumeRole(sts: Sts): Operation<AssumeRoleInput> {
  return ({ RoleArn, RoleSessionName, DurationSeconds = DEFAULT_SECONDS, SourceIdentity }) => {
    const match = /^arn:[a-z-]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(RoleArn);
    if (!match) throw new ApiError('ValidationError', `${RoleArn} is invalid`);
    const [, account = '', roleName = ''] = match;
    const roleId = roleIdOf(RoleArn);
    const session = { roleName, roleId, sessionName: RoleSessionName };
    return {
      Credentials: issueCredentials(sts, account, DurationSeconds, session),
      AssumedRoleUser: {
        AssumedRoleId: `${roleId}:${RoleSessionName}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${RoleSessionName}`,
      },
      SourceIdentity,
    };
  };
}

/** Always the same for a role, whether it was recorded or not. */
const roleIdOf = (arn: string): string =>
  `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
