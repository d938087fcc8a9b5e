import type { Operation } from '../../../gateway/operation.ts';
import { type AttachmentInput, attachmentsOf, checkHeaders } from '../content.ts';
import { version2 } from '../dialect.ts';
import { type DestinationInput, type NameValue, sendComposed, sendRaw, sendTemplated } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';
import { type TemplateInput, templateOf } from '../template-input.ts';

/** What the sending operations of version 2 have in common. */
export interface SendingInput {
  readonly FromEmailAddress?: string;
  readonly FromEmailAddressIdentityArn?: string;
  readonly ReplyToAddresses?: readonly string[];
  readonly FeedbackForwardingEmailAddress?: string;
  readonly ConfigurationSetName?: string;
}

export interface SendEmailInput extends SendingInput {
  readonly Destination?: DestinationInput;
  readonly EmailTags?: readonly NameValue[];
  readonly Content: {
    readonly Simple?: {
      readonly Subject: { readonly Data: string };
      readonly Body: { readonly Text?: { readonly Data: string }; readonly Html?: { readonly Data: string } };
      readonly Headers?: readonly NameValue[];
      readonly Attachments?: readonly AttachmentInput[];
    };
    readonly Raw?: { readonly Data: Uint8Array };
    readonly Template?: TemplateInput;
  };
}

export function sendEmail(ses: Ses): Operation<SendEmailInput> {
  return async (input, context) => {
    const { Simple, Raw, Template } = input.Content;
    if ([Simple, Raw, Template].filter((content) => content !== undefined).length !== 1) {
      throw version2.invalid('Content must have exactly one of Simple, Raw and Template.');
    }
    const tags = input.EmailTags;
    const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
    if (Raw) {
      const destinations = [...ToAddresses, ...CcAddresses, ...BccAddresses];
      const mail = { ...sendingOf(input), from: input.FromEmailAddress, destinations, raw: Raw.Data, tags };
      return { MessageId: await sendRaw(ses, context, version2, mail) };
    }
    const destination = input.Destination ?? {};
    const content = (Simple ?? Template)!;
    checkHeaders(content.Headers);
    const shared = { ...sendingOf(input), destination, tags, headers: content.Headers };
    const attachments = attachmentsOf(content.Attachments);
    if (Template) {
      const { content: template, data } = templateOf(ses, context, Template);
      return { MessageId: await sendTemplated(ses, context, version2, { ...shared, attachments, template, data }) };
    }
    const { Subject, Body } = Simple!;
    if (!Body.Text && !Body.Html) throw version2.invalid('Message body is empty: expected Text or Html.');
    const parts = { subject: Subject.Data, text: Body.Text?.Data, html: Body.Html?.Data, attachments };
    return { MessageId: await sendComposed(ses, context, version2, { ...shared, ...parts }) };
  };
}

export function sendingOf(input: SendingInput) {
  return {
    from: input.FromEmailAddress ?? '',
    replyTo: input.ReplyToAddresses,
    returnPath: input.FeedbackForwardingEmailAddress,
    sourceArn: input.FromEmailAddressIdentityArn,
    configurationSet: input.ConfigurationSetName,
  };
}
