import type { Operation } from '../../../gateway/operation.ts';
import { checkAddress } from '../check-address.ts';
import { version1 } from '../dialect.ts';
import { verifyIdentity } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

/** Verifies at once: AWS would send a link to the address first. */
export function verifyEmailIdentity(ses: Ses): Operation<{ readonly EmailAddress: string }> {
  return async ({ EmailAddress }, context) => {
    checkAddress(EmailAddress, {
      ...version1,
      invalid: () => version1.invalid(`Invalid email address<${EmailAddress}>.`),
    });
    await verifyIdentity(ses, context, EmailAddress);
    return {};
  };
}
