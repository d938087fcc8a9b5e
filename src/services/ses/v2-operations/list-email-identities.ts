import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import { identityType } from '../email-identity.ts';
import { listIdentities } from '../identities.ts';
import { pageOf } from '../page.ts';
import type { Ses } from '../ses-record.ts';

export interface ListInput {
  readonly NextToken?: string;
  readonly PageSize?: number;
}

const MAX_PAGE = 1_000;

export function listEmailIdentities(ses: Ses): Operation<ListInput> {
  return ({ NextToken: token, PageSize: size = MAX_PAGE }, context) => {
    const { items, paging } = pageOf(
      listIdentities(ses, context),
      ({ identity }) => identity,
      { size, token },
      version2,
    );
    const EmailIdentities = items.map((record) => ({
      IdentityType: identityType(record),
      IdentityName: record.identity,
      SendingEnabled: true,
      VerificationStatus: 'SUCCESS',
    }));
    return { EmailIdentities, ...paging };
  };
}
