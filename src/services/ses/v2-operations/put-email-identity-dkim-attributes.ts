import type { Operation } from '../../../gateway/operation.ts';
import { changeIdentity } from '../email-identity.ts';
import type { Ses } from '../ses-record.ts';

export interface PutEmailIdentityDkimAttributesInput {
  readonly EmailIdentity: string;
  readonly SigningEnabled?: boolean;
}

/** Recorded: messages are not signed. */
export function putEmailIdentityDkimAttributes(ses: Ses): Operation<PutEmailIdentityDkimAttributesInput> {
  return ({ EmailIdentity, SigningEnabled: dkimEnabled = false }, context) =>
    changeIdentity(ses, context, EmailIdentity, (record) => ({ ...record, dkimEnabled }));
}
