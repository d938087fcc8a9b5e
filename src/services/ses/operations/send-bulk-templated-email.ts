import type { Operation } from '../../../gateway/operation.ts';
import { bulkResult } from '../bulk-status.ts';
import { version1 } from '../dialect.ts';
import { requireVerifiedSenders } from '../identities.ts';
import { type DestinationInput, type NameValue, sendTemplated } from '../send-mail.ts';
import type { Ses } from '../ses-record.ts';
import { requireTemplate } from '../templates.ts';
import { type SendingInput, sendingOf } from './send-email.ts';

export interface SendBulkTemplatedEmailInput extends SendingInput {
  readonly Template: string;
  readonly DefaultTemplateData: string;
  readonly DefaultTags?: readonly NameValue[];
  readonly Destinations: readonly {
    readonly Destination: DestinationInput;
    readonly ReplacementTags?: readonly NameValue[];
    readonly ReplacementTemplateData?: string;
  }[];
}

const STATUSES = { success: 'Success', rejected: 'MessageRejected', failed: 'InvalidParameterValue' };
const MAX_DESTINATIONS = 50;

export function sendBulkTemplatedEmail(ses: Ses): Operation<SendBulkTemplatedEmailInput> {
  return async (input, context) => {
    if (input.Destinations.length === 0 || input.Destinations.length > MAX_DESTINATIONS) {
      throw version1.invalid(`Destination count must be from 1 to ${MAX_DESTINATIONS}.`);
    }
    const template = requireTemplate(ses, context, version1, input.Template);
    requireVerifiedSenders(ses, context, input.SourceArn === undefined ? [input.Source] : []);
    const Status: object[] = [];
    for (const { Destination, ReplacementTags, ReplacementTemplateData } of input.Destinations) {
      const send = () =>
        sendTemplated(ses, context, version1, {
          ...sendingOf(input),
          tags: ReplacementTags ?? input.DefaultTags,
          destination: Destination,
          template,
          data: [input.DefaultTemplateData, ...(ReplacementTemplateData ? [ReplacementTemplateData] : [])],
        });
      Status.push(await bulkResult(send, STATUSES));
    }
    return { Status };
  };
}
