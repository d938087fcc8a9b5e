import type { Operation } from '../../../gateway/operation.ts';
import { listConfigurationSets as allSets } from '../configuration-sets.ts';
import { version2 } from '../dialect.ts';
import { pageOf } from '../page.ts';
import type { Ses } from '../ses-record.ts';
import type { ListInput } from './list-email-identities.ts';

const MAX_PAGE = 1_000;

export function listConfigurationSets(ses: Ses): Operation<ListInput> {
  return ({ NextToken: token, PageSize: size = MAX_PAGE }, context) => {
    const { items, paging } = pageOf(allSets(ses, context), ({ name }) => name, { size, token }, version2);
    return { ConfigurationSets: items.map(({ name }) => name), ...paging };
  };
}
