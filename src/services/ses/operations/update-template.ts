import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { updateTemplate as update } from '../templates.ts';
import { contentOf, type TemplateInput } from './create-template.ts';

export function updateTemplate(ses: Ses): Operation<TemplateInput> {
  return async ({ Template }, context) => {
    await update(ses, context, version1, Template.TemplateName, contentOf(Template));
    return {};
  };
}
