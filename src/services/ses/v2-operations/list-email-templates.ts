import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import { pageOf } from '../page.ts';
import type { Ses } from '../ses-record.ts';
import { listTemplates } from '../templates.ts';
import type { ListInput } from './list-email-identities.ts';

const DEFAULT_PAGE = 10;
const MAX_PAGE = 100;

export function listEmailTemplates(ses: Ses): Operation<ListInput> {
  return ({ NextToken: token, PageSize = DEFAULT_PAGE }, context) => {
    const size = Math.min(PageSize, MAX_PAGE);
    const { items, paging } = pageOf(listTemplates(ses, context), ({ name }) => name, { size, token }, version2);
    const TemplatesMetadata = items.map(({ name, createdMs }) => ({
      TemplateName: name,
      CreatedTimestamp: new Date(createdMs),
    }));
    return { TemplatesMetadata, ...paging };
  };
}
