import type { Operation } from '../../../gateway/operation.ts';
import { listIdentities } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

export function listVerifiedEmailAddresses(ses: Ses): Operation {
  return (_input, context) => ({
    VerifiedEmailAddresses: listIdentities(ses, context).flatMap(({ type, identity }) =>
      type === 'EmailAddress' ? [identity] : [],
    ),
  });
}
