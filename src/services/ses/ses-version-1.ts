/** SES as the Query protocol has it: sending, identities, templates, configuration sets. Receiving mail and event destinations are not here. */
import type { Service } from '../../gateway/operation.ts';
import { createConfigurationSet } from './operations/create-configuration-set.ts';
import { createTemplate } from './operations/create-template.ts';
import { deleteConfigurationSet } from './operations/delete-configuration-set.ts';
import { deleteIdentity } from './operations/delete-identity.ts';
import { deleteTemplate } from './operations/delete-template.ts';
import { deleteVerifiedEmailAddress } from './operations/delete-verified-email-address.ts';
import { describeConfigurationSet } from './operations/describe-configuration-set.ts';
import { getAccountSendingEnabled } from './operations/get-account-sending-enabled.ts';
import { getIdentityDkimAttributes } from './operations/get-identity-dkim-attributes.ts';
import { getIdentityVerificationAttributes } from './operations/get-identity-verification-attributes.ts';
import { getSendQuota } from './operations/get-send-quota.ts';
import { getSendStatistics } from './operations/get-send-statistics.ts';
import { getTemplate } from './operations/get-template.ts';
import { listConfigurationSets } from './operations/list-configuration-sets.ts';
import { listIdentities } from './operations/list-identities.ts';
import { listTemplates } from './operations/list-templates.ts';
import { listVerifiedEmailAddresses } from './operations/list-verified-email-addresses.ts';
import { sendBulkTemplatedEmail } from './operations/send-bulk-templated-email.ts';
import { sendEmail } from './operations/send-email.ts';
import { sendRawEmail } from './operations/send-raw-email.ts';
import { sendTemplatedEmail } from './operations/send-templated-email.ts';
import { testRenderTemplate } from './operations/test-render-template.ts';
import { updateTemplate } from './operations/update-template.ts';
import { verifyDomainDkim } from './operations/verify-domain-dkim.ts';
import { verifyDomainIdentity } from './operations/verify-domain-identity.ts';
import { verifyEmailAddress } from './operations/verify-email-address.ts';
import { verifyEmailIdentity } from './operations/verify-email-identity.ts';
import type { Ses } from './ses-record.ts';

export function createSesVersion1(ses: Ses): Service {
  return {
    model: 'ses',
    operations: {
      CreateConfigurationSet: createConfigurationSet(ses),
      CreateTemplate: createTemplate(ses),
      DeleteConfigurationSet: deleteConfigurationSet(ses),
      DeleteIdentity: deleteIdentity(ses),
      DeleteTemplate: deleteTemplate(ses),
      DeleteVerifiedEmailAddress: deleteVerifiedEmailAddress(ses),
      DescribeConfigurationSet: describeConfigurationSet(ses),
      GetAccountSendingEnabled: getAccountSendingEnabled(),
      GetIdentityDkimAttributes: getIdentityDkimAttributes(ses),
      GetIdentityVerificationAttributes: getIdentityVerificationAttributes(ses),
      GetSendQuota: getSendQuota(ses),
      GetSendStatistics: getSendStatistics(ses),
      GetTemplate: getTemplate(ses),
      ListConfigurationSets: listConfigurationSets(ses),
      ListIdentities: listIdentities(ses),
      ListTemplates: listTemplates(ses),
      ListVerifiedEmailAddresses: listVerifiedEmailAddresses(ses),
      SendBulkTemplatedEmail: sendBulkTemplatedEmail(ses),
      SendEmail: sendEmail(ses),
      SendRawEmail: sendRawEmail(ses),
      SendTemplatedEmail: sendTemplatedEmail(ses),
      TestRenderTemplate: testRenderTemplate(ses),
      UpdateTemplate: updateTemplate(ses),
      VerifyDomainDkim: verifyDomainDkim(ses),
      VerifyDomainIdentity: verifyDomainIdentity(ses),
      VerifyEmailAddress: verifyEmailAddress(ses),
      VerifyEmailIdentity: verifyEmailIdentity(ses),
    },
  };
}
