import type { Operation } from '../../../gateway/operation.ts';
import { dkimTokens } from '../dns-token.ts';
import { identityKey } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

export function getIdentityDkimAttributes(ses: Ses): Operation<{ readonly Identities: readonly string[] }> {
  return ({ Identities }, context) => {
    const attributes = Identities.flatMap((identity) => {
      const record = ses.identities.get(identityKey(context, identity));
      if (!record) return [];
      const isDomain = record.type === 'Domain';
      return [
        [
          identity,
          {
            DkimEnabled: record.dkimEnabled,
            DkimVerificationStatus: isDomain ? 'Success' : 'NotStarted',
            ...(isDomain && { DkimTokens: dkimTokens(context.account, record.identity) }),
          },
        ],
      ];
    });
    return { DkimAttributes: Object.fromEntries(attributes) };
  };
}
