import type { Operation } from '../../../gateway/operation.ts';
import { changeIdentity } from '../email-identity.ts';
import type { Ses } from '../ses-record.ts';

export interface PutEmailIdentityMailFromAttributesInput {
  readonly EmailIdentity: string;
  readonly MailFromDomain?: string;
  readonly BehaviorOnMxFailure?: string;
}

/** Recorded: envelopes carry the sender's address. */
export function putEmailIdentityMailFromAttributes(ses: Ses): Operation<PutEmailIdentityMailFromAttributesInput> {
  return ({ EmailIdentity, MailFromDomain: domain, BehaviorOnMxFailure: behavior = 'USE_DEFAULT_VALUE' }, context) =>
    changeIdentity(ses, context, EmailIdentity, ({ mailFrom: _before, ...record }) =>
      domain === undefined ? record : { ...record, mailFrom: { domain, behavior } },
    );
}
