import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import type { Ses, SesTag, TemplateContent } from '../ses-record.ts';
import { createTemplate } from '../templates.ts';

export interface EmailTemplateInput {
  readonly TemplateName: string;
  readonly TemplateContent: { readonly Subject?: string; readonly Text?: string; readonly Html?: string };
  readonly Tags?: readonly SesTag[];
}

export function createEmailTemplate(ses: Ses): Operation<EmailTemplateInput> {
  return async (input, context) => {
    await createTemplate(ses, context, version2, input.TemplateName, contentOf(input), input.Tags);
    return {};
  };
}

export function contentOf({ TemplateContent: { Subject, Text, Html } }: EmailTemplateInput): TemplateContent {
  return { subject: Subject, text: Text, html: Html };
}
