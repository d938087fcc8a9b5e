import type { Operation } from '../../../gateway/operation.ts';
import { dnsToken } from '../dns-token.ts';
import { identityKey } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

/** Unknown identities are left out. */
export function getIdentityVerificationAttributes(ses: Ses): Operation<{ readonly Identities: readonly string[] }> {
  return ({ Identities }, context) => {
    const known = Identities.flatMap((identity) => {
      const record = ses.identities.get(identityKey(context, identity));
      return record ? [{ identity, record }] : [];
    });
    const attributes = known.map(({ identity, record }) => [
      identity,
      {
        VerificationStatus: 'Success',
        ...(record.type === 'Domain' && { VerificationToken: dnsToken(context.account, record.identity) }),
      },
    ]);
    return { VerificationAttributes: Object.fromEntries(attributes) };
  };
}
