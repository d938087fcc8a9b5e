/** Version 2 of the SES API. Contact lists, suppression lists, dedicated addresses and event destinations are not here. */
import type { Service } from '../../gateway/operation.ts';
import { byPost } from './by-post.ts';
import type { Ses } from './ses-record.ts';
import { createConfigurationSet } from './v2-operations/create-configuration-set.ts';
import { createEmailIdentity } from './v2-operations/create-email-identity.ts';
import { createEmailTemplate } from './v2-operations/create-email-template.ts';
import { deleteConfigurationSet } from './v2-operations/delete-configuration-set.ts';
import { deleteEmailIdentity } from './v2-operations/delete-email-identity.ts';
import { deleteEmailTemplate } from './v2-operations/delete-email-template.ts';
import { getAccount } from './v2-operations/get-account.ts';
import { getConfigurationSet } from './v2-operations/get-configuration-set.ts';
import { getEmailIdentity } from './v2-operations/get-email-identity.ts';
import { getEmailTemplate } from './v2-operations/get-email-template.ts';
import { listConfigurationSets } from './v2-operations/list-configuration-sets.ts';
import { listEmailIdentities } from './v2-operations/list-email-identities.ts';
import { listEmailTemplates } from './v2-operations/list-email-templates.ts';
import { listTagsForResource } from './v2-operations/list-tags-for-resource.ts';
import { putEmailIdentityConfigurationSetAttributes } from './v2-operations/put-email-identity-configuration-set-attributes.ts';
import { putEmailIdentityDkimAttributes } from './v2-operations/put-email-identity-dkim-attributes.ts';
import { putEmailIdentityFeedbackAttributes } from './v2-operations/put-email-identity-feedback-attributes.ts';
import { putEmailIdentityMailFromAttributes } from './v2-operations/put-email-identity-mail-from-attributes.ts';
import { sendBulkEmail } from './v2-operations/send-bulk-email.ts';
import { sendEmail } from './v2-operations/send-email.ts';
import { tagResource } from './v2-operations/tag-resource.ts';
import { testRenderEmailTemplate } from './v2-operations/test-render-email-template.ts';
import { untagResource } from './v2-operations/untag-resource.ts';
import { updateEmailTemplate } from './v2-operations/update-email-template.ts';

export function createSesVersion2(ses: Ses): Service {
  return {
    model: 'sesv2',
    operations: {
      CreateConfigurationSet: createConfigurationSet(ses),
      CreateEmailIdentity: createEmailIdentity(ses),
      CreateEmailTemplate: createEmailTemplate(ses),
      DeleteConfigurationSet: deleteConfigurationSet(ses),
      DeleteEmailIdentity: deleteEmailIdentity(ses),
      DeleteEmailTemplate: deleteEmailTemplate(ses),
      GetAccount: getAccount(ses),
      GetConfigurationSet: getConfigurationSet(ses),
      GetEmailIdentity: getEmailIdentity(ses),
      GetEmailTemplate: getEmailTemplate(ses),
      ListConfigurationSets: listConfigurationSets(ses),
      ListConfigurationSetsByPost: byPost(listConfigurationSets(ses)),
      ListEmailIdentities: listEmailIdentities(ses),
      ListEmailIdentitiesByPost: byPost(listEmailIdentities(ses)),
      ListEmailTemplates: listEmailTemplates(ses),
      ListTagsForResource: listTagsForResource(ses),
      PutEmailIdentityConfigurationSetAttributes: putEmailIdentityConfigurationSetAttributes(ses),
      PutEmailIdentityDkimAttributes: putEmailIdentityDkimAttributes(ses),
      PutEmailIdentityFeedbackAttributes: putEmailIdentityFeedbackAttributes(ses),
      PutEmailIdentityMailFromAttributes: putEmailIdentityMailFromAttributes(ses),
      SendBulkEmail: sendBulkEmail(ses),
      SendEmail: sendEmail(ses),
      TagResource: tagResource(ses),
      TestRenderEmailTemplate: testRenderEmailTemplate(ses),
      UntagResource: untagResource(ses),
      UpdateEmailTemplate: updateEmailTemplate(ses),
    },
  };
}
