import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { requireTemplate } from '../templates.ts';

export function getTemplate(ses: Ses): Operation<{ readonly TemplateName: string }> {
  return ({ TemplateName }, context) => {
    const { name, subject, text, html } = requireTemplate(ses, context, version1, TemplateName);
    return { Template: { TemplateName: name, SubjectPart: subject, TextPart: text, HtmlPart: html } };
  };
}
