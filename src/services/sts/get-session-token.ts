import type { Operation } from '../../gateway/operation.ts';
import { issueCredentials, type Sts } from './temporary-credentials.ts';

const DEFAULT_SECONDS = 43_200;

export function getSessionToken(sts: Sts): Operation<{ readonly DurationSeconds?: number }> {
  return ({ DurationSeconds = DEFAULT_SECONDS }, { account }) => ({
    Credentials: issueCredentials(sts, account, DurationSeconds),
  });
}
