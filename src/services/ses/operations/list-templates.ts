import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import { pageOf } from '../page.ts';
import type { Ses } from '../ses-record.ts';
import { listTemplates as allTemplates } from '../templates.ts';

const DEFAULT_PAGE = 10;
const MAX_PAGE = 100;

export interface ListInput {
  readonly NextToken?: string;
  readonly MaxItems?: number;
}

export function listTemplates(ses: Ses): Operation<ListInput> {
  return ({ NextToken: token, MaxItems = DEFAULT_PAGE }, context) => {
    const size = Math.min(MaxItems, MAX_PAGE);
    const { items, paging } = pageOf(allTemplates(ses, context), ({ name }) => name, { size, token }, version1);
    const TemplatesMetadata = items.map(({ name, createdMs }) => ({
      Name: name,
      CreatedTimestamp: new Date(createdMs),
    }));
    return { TemplatesMetadata, ...paging };
  };
}
