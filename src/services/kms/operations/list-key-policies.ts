import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';

export function listKeyPolicies(kms: Kms): Operation<{ readonly KeyId: string }> {
  return ({ KeyId }, context) => {
    requireKey(kms, context, KeyId);
    return { PolicyNames: ['default'], Truncated: false };
  };
}
