import type { Operation } from '../../../gateway/operation.ts';
import { dkimView, identityType, requireIdentity } from '../email-identity.ts';
import type { Ses } from '../ses-record.ts';

export function getEmailIdentity(ses: Ses): Operation<{ readonly EmailIdentity: string }> {
  return ({ EmailIdentity }, context) => {
    const record = requireIdentity(ses, context, EmailIdentity);
    return {
      IdentityType: identityType(record),
      FeedbackForwardingStatus: record.feedbackForwarding,
      VerifiedForSendingStatus: true,
      DkimAttributes: dkimView(record, context),
      MailFromAttributes: {
        MailFromDomain: record.mailFrom?.domain ?? '',
        MailFromDomainStatus: 'SUCCESS',
        BehaviorOnMxFailure: record.mailFrom?.behavior ?? 'USE_DEFAULT_VALUE',
      },
      Policies: {},
      Tags: record.tags,
      ConfigurationSetName: record.configurationSet,
      VerificationStatus: 'SUCCESS',
      VerificationInfo: {
        LastCheckedTimestamp: new Date(record.createdMs),
        LastSuccessTimestamp: new Date(record.createdMs),
      },
    };
  };
}
