/**
 * Credentials that say by themselves whose they are: the session token carries the session, so nothing is stored and a restart
 * changes nothing. It is no proof of anything: roles are recorded, not enforced.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';

export interface Sts {
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface RoleSession {
  readonly roleName: string;
  readonly roleId: string;
  readonly sessionName: string;
}

export interface TemporaryCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

const DEFAULT_ACCOUNT = '000000000000';
const TOKEN_MARK = 'stepwell:';

export function issueCredentials(
  { clock, ids }: Sts,
  account: string,
  durationSeconds: number,
  session?: RoleSession,
): TemporaryCredentials {
  const random = (): string => ids.uuid().replaceAll('-', '').toUpperCase();
  return {
    // Here an access key selects the account that it works in; only keys that are account ids name another than the default.
    AccessKeyId: account === DEFAULT_ACCOUNT ? `ASIA${random().slice(0, 16)}` : account,
    SecretAccessKey: Buffer.from(random() + random())
      .toString('base64')
      .slice(0, 40),
    SessionToken: Buffer.from(TOKEN_MARK + JSON.stringify({ ...session, nonce: random() })).toString('base64'),
    Expiration: new Date(Math.floor(clock.now() / 1000 + durationSeconds) * 1000),
  };
}

/** The role's session that a token was issued for; `undefined` for any other token. */
export function sessionOf(token: string | undefined): RoleSession | undefined {
  const text = Buffer.from(token ?? '', 'base64').toString();
  if (!text.startsWith(TOKEN_MARK)) return undefined;
  try {
    const { roleName, roleId, sessionName } = JSON.parse(text.slice(TOKEN_MARK.length)) as Partial<RoleSession>;
    const isComplete = [roleName, roleId, sessionName].every((part) => typeof part === 'string');
    return isComplete ? ({ roleName, roleId, sessionName } as RoleSession) : undefined;
  } catch {
    return undefined;
  }
}
