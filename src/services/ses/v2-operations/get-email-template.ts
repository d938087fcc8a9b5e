import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { requireTemplate } from '../templates.ts';

export function getEmailTemplate(ses: Ses): Operation<{ readonly TemplateName: string }> {
  return ({ TemplateName }, context) => {
    const { name, subject, text, html, tags } = requireTemplate(ses, context, version2, TemplateName);
    return { TemplateName: name, TemplateContent: { Subject: subject, Text: text, Html: html }, Tags: tags };
  };
}
