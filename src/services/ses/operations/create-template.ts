import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import type { Ses, TemplateContent } from '../ses-record.ts';
import { createTemplate as create } from '../templates.ts';

export interface TemplateInput {
  readonly Template: {
    readonly TemplateName: string;
    readonly SubjectPart?: string;
    readonly TextPart?: string;
    readonly HtmlPart?: string;
  };
}

export function createTemplate(ses: Ses): Operation<TemplateInput> {
  return async ({ Template }, context) => {
    await create(ses, context, version1, Template.TemplateName, contentOf(Template));
    return {};
  };
}

export function contentOf({ SubjectPart, TextPart, HtmlPart }: TemplateInput['Template']): TemplateContent {
  return { subject: SubjectPart, text: TextPart, html: HtmlPart };
}
