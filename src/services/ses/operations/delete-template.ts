import type { Operation } from '../../../gateway/operation.ts';
import { placePrefix, type Ses } from '../ses-record.ts';

/** One that is not there is as good as deleted. */
export function deleteTemplate(ses: Ses): Operation<{ readonly TemplateName: string }> {
  return async ({ TemplateName }, context) => {
    await ses.templates.delete(placePrefix(context) + TemplateName);
    return {};
  };
}
