import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import { type NameValue, sendRaw } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';

export interface SendRawEmailInput {
  readonly Source?: string;
  readonly Destinations?: readonly string[];
  readonly RawMessage: { readonly Data: Uint8Array };
  readonly SourceArn?: string;
  readonly FromArn?: string;
  readonly Tags?: readonly NameValue[];
  readonly ConfigurationSetName?: string;
}

export function sendRawEmail(ses: Ses): Operation<SendRawEmailInput> {
  return async (input, context) => {
    const MessageId = await sendRaw(ses, context, version1, {
      from: input.Source,
      destinations: input.Destinations,
      raw: input.RawMessage.Data,
      sourceArn: input.SourceArn ?? input.FromArn,
      tags: input.Tags,
      configurationSet: input.ConfigurationSetName,
    });
    return { MessageId };
  };
}
