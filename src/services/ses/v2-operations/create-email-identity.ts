import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkAddress, isDomain } from '../check-address.ts';
import { requireConfigurationSet } from '../configuration-sets.ts';
import { version2 } from '../dialect.ts';
import { dkimView, identityType } from '../email-identity.ts';
import { identityKey, newIdentity } from '../identities.ts';
import type { Ses, SesTag } from '../ses-record.ts';

export interface CreateEmailIdentityInput {
  readonly EmailIdentity: string;
  readonly Tags?: readonly SesTag[];
  readonly ConfigurationSetName?: string;
}

/** Verified at once, addresses and domains. */
export function createEmailIdentity(ses: Ses): Operation<CreateEmailIdentityInput> {
  return async ({ EmailIdentity, Tags, ConfigurationSetName }, context) => {
    if (EmailIdentity.includes('@')) checkAddress(EmailIdentity, version2);
    else if (!isDomain(EmailIdentity)) throw version2.invalid(`Invalid domain name ${EmailIdentity}.`);
    if (ConfigurationSetName !== undefined) requireConfigurationSet(ses, context, version2, ConfigurationSetName);
    const key = identityKey(context, EmailIdentity);
    if (ses.identities.has(key)) {
      throw new ApiError('AlreadyExistsException', `Email identity ${EmailIdentity} already exist.`);
    }
    const record = newIdentity(ses, EmailIdentity, { tags: Tags ?? [], configurationSet: ConfigurationSetName });
    await ses.identities.put(key, record);
    return {
      IdentityType: identityType(record),
      VerifiedForSendingStatus: true,
      DkimAttributes: dkimView(record, context),
    };
  };
}
