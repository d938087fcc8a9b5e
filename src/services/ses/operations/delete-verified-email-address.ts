import type { Operation } from '../../../gateway/operation.ts';
import { identityKey } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

export function deleteVerifiedEmailAddress(ses: Ses): Operation<{ readonly EmailAddress: string }> {
  return async ({ EmailAddress }, context) => {
    await ses.identities.delete(identityKey(context, EmailAddress));
    return {};
  };
}
