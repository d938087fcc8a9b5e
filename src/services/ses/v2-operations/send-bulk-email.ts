import type { Operation } from '../../../gateway/operation.ts';
import { bulkResult } from '../bulk-status.ts';
import { attachmentsOf, checkHeaders } from '../content.ts';
import { version2 } from '../dialect.ts';
import { requireVerifiedSenders } from '../identities.ts';
import { type DestinationInput, type NameValue, sendTemplated } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';
import { type TemplateInput, templateOf } from '../template-input.ts';
import { type SendingInput, sendingOf } from './send-email.ts';

export interface SendBulkEmailInput extends SendingInput {
  readonly DefaultEmailTags?: readonly NameValue[];
  readonly DefaultContent: { readonly Template?: TemplateInput };
  readonly BulkEmailEntries: readonly {
    readonly Destination: DestinationInput;
    readonly ReplacementTags?: readonly NameValue[];
    readonly ReplacementEmailContent?: {
      readonly ReplacementTemplate?: { readonly ReplacementTemplateData?: string };
    };
    readonly ReplacementHeaders?: readonly NameValue[];
  }[];
}

const STATUSES = { success: 'SUCCESS', rejected: 'MESSAGE_REJECTED', failed: 'INVALID_PARAMETER' };
const MAX_ENTRIES = 50;

export function sendBulkEmail(ses: Ses): Operation<SendBulkEmailInput> {
  return async (input, context) => {
    const entries = input.BulkEmailEntries;
    if (entries.length === 0 || entries.length > MAX_ENTRIES) {
      throw version2.invalid(`BulkEmailEntries must have from 1 to ${MAX_ENTRIES} entries.`);
    }
    const { Template } = input.DefaultContent;
    if (!Template) throw version2.invalid('DefaultContent must have a Template.');
    const { content: template, data } = templateOf(ses, context, Template);
    const sending = sendingOf(input);
    if (sending.sourceArn === undefined) requireVerifiedSenders(ses, context, [sending.from]);
    for (const { ReplacementHeaders } of entries) checkHeaders(ReplacementHeaders);
    checkHeaders(Template.Headers);
    const BulkEmailEntryResults: object[] = [];
    for (const entry of entries) {
      const replacement = entry.ReplacementEmailContent?.ReplacementTemplate?.ReplacementTemplateData;
      const send = () =>
        sendTemplated(ses, context, version2, {
          ...sending,
          tags: entry.ReplacementTags ?? input.DefaultEmailTags,
          destination: entry.Destination,
          headers: entry.ReplacementHeaders ?? Template.Headers,
          attachments: attachmentsOf(Template.Attachments),
          template,
          data: [...data, ...(replacement ? [replacement] : [])],
        });
      BulkEmailEntryResults.push(await bulkResult(send, STATUSES));
    }
    return { BulkEmailEntryResults };
  };
}
