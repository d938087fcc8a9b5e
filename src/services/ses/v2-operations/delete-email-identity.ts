import type { Operation } from '../../../gateway/operation.ts';
import { requireIdentity } from '../email-identity.ts';
import { identityKey } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

export function deleteEmailIdentity(ses: Ses): Operation<{ readonly EmailIdentity: string }> {
  return async ({ EmailIdentity }, context) => {
    requireIdentity(ses, context, EmailIdentity);
    await ses.identities.delete(identityKey(context, EmailIdentity));
    return {};
  };
}
