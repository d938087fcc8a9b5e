import type { AttachmentInput } from './content.ts';
import { version2 } from './dialect.ts';
import type { NameValue } from './send-mail.ts';
import type { Ses, SesPlace, TemplateContent } from './ses-record.ts';
import { requireTemplate } from './templates.ts';

export interface TemplateInput {
  readonly TemplateName?: string;
  readonly TemplateArn?: string;
  readonly TemplateContent?: { readonly Subject?: string; readonly Text?: string; readonly Html?: string };
  readonly TemplateData?: string;
  readonly Headers?: readonly NameValue[];
  readonly Attachments?: readonly AttachmentInput[];
}

/** A template that is kept, or one that comes with the request. @throws {ApiError} */
export function templateOf(
  ses: Ses,
  place: SesPlace,
  input: TemplateInput,
): { readonly content: TemplateContent; readonly data: readonly string[] } {
  const data = input.TemplateData === undefined ? [] : [input.TemplateData];
  if (input.TemplateContent) {
    const { Subject, Text, Html } = input.TemplateContent;
    return { content: { subject: Subject, text: Text, html: Html }, data };
  }
  const name = input.TemplateName ?? input.TemplateArn?.split('template/')[1];
  if (!name) throw version2.invalid('Template must have one of TemplateName, TemplateArn and TemplateContent.');
  return { content: requireTemplate(ses, place, version2, name), data };
}
