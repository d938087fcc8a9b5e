import type { Operation } from '../../../gateway/operation.ts';
import { identityKey } from '../identities.ts';
import type { Ses } from '../ses-record.ts';

/** One that is not there is as good as deleted. */
export function deleteIdentity(ses: Ses): Operation<{ readonly Identity: string }> {
  return async ({ Identity }, context) => {
    await ses.identities.delete(identityKey(context, Identity));
    return {};
  };
}
