import type { Operation } from '../../../gateway/operation.ts';
import type { Ses } from '../ses-record.ts';
import { verifyEmailIdentity } from './verify-email-identity.ts';

/** The older name of VerifyEmailIdentity. */
export function verifyEmailAddress(ses: Ses): Operation<{ readonly EmailAddress: string }> {
  return verifyEmailIdentity(ses);
}
