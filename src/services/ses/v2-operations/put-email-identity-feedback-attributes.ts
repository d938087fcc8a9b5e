import type { Operation } from '../../../gateway/operation.ts';
import { changeIdentity } from '../email-identity.ts';
import type { Ses } from '../ses-record.ts';

export interface PutEmailIdentityFeedbackAttributesInput {
  readonly EmailIdentity: string;
  readonly EmailForwardingEnabled?: boolean;
}

/** Recorded: nothing bounces. */
export function putEmailIdentityFeedbackAttributes(ses: Ses): Operation<PutEmailIdentityFeedbackAttributesInput> {
  return ({ EmailIdentity, EmailForwardingEnabled: feedbackForwarding = false }, context) =>
    changeIdentity(ses, context, EmailIdentity, (record) => ({ ...record, feedbackForwarding }));
}
