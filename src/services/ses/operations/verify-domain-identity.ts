import type { Operation } from '../../../gateway/operation.ts';
import { isDomain } from '../check-address.ts';
import { version1 } from '../dialect.ts';
import { dnsToken } from '../dns-token.ts';
import { verifyIdentity } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

/** Verifies at once: AWS would look for the token in DNS first. */
export function verifyDomainIdentity(ses: Ses): Operation<{ readonly Domain: string }> {
  return async ({ Domain }, context) => {
    if (!isDomain(Domain)) throw version1.invalid(`Invalid domain name ${Domain}.`);
    await verifyIdentity(ses, context, Domain);
    return { VerificationToken: dnsToken(context.account, Domain.toLowerCase()) };
  };
}
