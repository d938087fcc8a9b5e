import type { Operation } from '../../../gateway/operation.ts';
import { listConfigurationSets as allSets } from '../configuration-sets.ts';
import { version1 } from '../dialect.ts';
import { pageOf } from '../page.ts';
import type { Ses } from '../ses-record.ts';
import type { ListInput } from './list-templates.ts';

const MAX_PAGE = 1_000;

export function listConfigurationSets(ses: Ses): Operation<ListInput> {
  return ({ NextToken: token, MaxItems = MAX_PAGE }, context) => {
    const { items, paging } = pageOf(allSets(ses, context), ({ name }) => name, { size: MaxItems, token }, version1);
    return { ConfigurationSets: items.map(({ name }) => ({ Name: name })), ...paging };
  };
}
