import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import { type DestinationInput, sendTemplated } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';
import { requireTemplate } from '../templates.ts';
import { type SendingInput, sendingOf } from './send-email.ts';

export interface SendTemplatedEmailInput extends SendingInput {
  readonly Destination: DestinationInput;
  readonly Template: string;
  readonly TemplateData: string;
}

export function sendTemplatedEmail(ses: Ses): Operation<SendTemplatedEmailInput> {
  return async (input, context) => {
    const MessageId = await sendTemplated(ses, context, version1, {
      ...sendingOf(input),
      destination: input.Destination,
      template: requireTemplate(ses, context, version1, input.Template),
      data: [input.TemplateData],
    });
    return { MessageId };
  };
}
