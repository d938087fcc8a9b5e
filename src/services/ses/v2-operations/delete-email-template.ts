import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import { placePrefix, type Ses } from '../ses-record.ts';
import { requireTemplate } from '../templates.ts';

export function deleteEmailTemplate(ses: Ses): Operation<{ readonly TemplateName: string }> {
  return async ({ TemplateName }, context) => {
    requireTemplate(ses, context, version2, TemplateName);
    await ses.templates.delete(placePrefix(context) + TemplateName);
    return {};
  };
}
