import type { Operation } from '../../../gateway/operation.ts';
import { isDomain } from '../check-address.ts';
import { version1 } from '../dialect.ts';
import { dkimTokens } from '../dns-token.ts';
import { verifyIdentity } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

export function verifyDomainDkim(ses: Ses): Operation<{ readonly Domain: string }> {
  return async ({ Domain }, context) => {
    if (!isDomain(Domain)) throw version1.invalid(`Invalid domain name ${Domain}.`);
    await verifyIdentity(ses, context, Domain);
    return { DkimTokens: dkimTokens(context.account, Domain.toLowerCase()) };
  };
}
