import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { updateTemplate } from '../templates.ts';
import { contentOf, type EmailTemplateInput } from './create-email-template.ts';

export function updateEmailTemplate(ses: Ses): Operation<EmailTemplateInput> {
  return async (input, context) => {
    await updateTemplate(ses, context, version2, input.TemplateName, contentOf(input));
    return {};
  };
}
