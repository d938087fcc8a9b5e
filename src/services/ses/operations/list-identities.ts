import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import { listIdentities as allIdentities } from '../identities.ts';
import { pageOf } from '../page.ts';
import type { IdentityRecord, Ses } from '../ses-record.ts';

export interface ListIdentitiesInput {
  readonly IdentityType?: IdentityRecord['type'];
  readonly NextToken?: string;
  readonly MaxItems?: number;
}

const MAX_PAGE = 1_000;

export function listIdentities(ses: Ses): Operation<ListIdentitiesInput> {
  return ({ IdentityType, NextToken: token, MaxItems = MAX_PAGE }, context) => {
    const all = allIdentities(ses, context).filter(({ type }) => IdentityType === undefined || type === IdentityType);
    const { items, paging } = pageOf(all, ({ identity }) => identity, { size: MaxItems, token }, version1);
    return { Identities: items.map(({ identity }) => identity), ...paging };
  };
}
