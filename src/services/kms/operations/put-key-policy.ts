import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import type { Kms } from '../key-record.ts';
import { notFound } from '../kms-errors.ts';
import { requirePolicy } from '../policy-document.ts';

export interface PutKeyPolicyInput {
  readonly KeyId: string;
  readonly PolicyName?: string;
  readonly Policy: string;
}

export function putKeyPolicy(kms: Kms): Operation<PutKeyPolicyInput> {
  return async ({ KeyId, PolicyName = 'default', Policy }, context) => {
    if (PolicyName !== 'default') throw notFound('No such policy exists');
    await changeKey(kms, context, KeyId, (key) => ({ ...key, policy: requirePolicy(Policy) }));
    return {};
  };
}
