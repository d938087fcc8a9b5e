import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import { type DestinationInput, type NameValue, sendComposed } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';

/** What the sending operations of version 1 have in common. */
export interface SendingInput {
  readonly Source: string;
  readonly ReplyToAddresses?: readonly string[];
  readonly ReturnPath?: string;
  readonly SourceArn?: string;
  readonly Tags?: readonly NameValue[];
  readonly ConfigurationSetName?: string;
}

export interface SendEmailInput extends SendingInput {
  readonly Destination: DestinationInput;
  readonly Message: {
    readonly Subject: { readonly Data: string };
    readonly Body: { readonly Text?: { readonly Data: string }; readonly Html?: { readonly Data: string } };
  };
}

export function sendEmail(ses: Ses): Operation<SendEmailInput> {
  return async (input, context) => {
    const { Subject, Body } = input.Message;
    if (!Body.Text && !Body.Html) throw version1.invalid('Message body is empty: expected Text or Html.');
    const MessageId = await sendComposed(ses, context, version1, {
      ...sendingOf(input),
      destination: input.Destination,
      subject: Subject.Data,
      text: Body.Text?.Data,
      html: Body.Html?.Data,
    });
    return { MessageId };
  };
}

export function sendingOf(input: SendingInput) {
  return {
    from: input.Source,
    replyTo: input.ReplyToAddresses,
    returnPath: input.ReturnPath,
    sourceArn: input.SourceArn,
    tags: input.Tags,
    configurationSet: input.ConfigurationSetName,
  };
}
