import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';
import { notFound } from '../kms-errors.ts';

export function getKeyPolicy(kms: Kms): Operation<{ readonly KeyId: string; readonly PolicyName?: string }> {
  return ({ KeyId, PolicyName = 'default' }, context) => {
    const { policy } = requireKey(kms, context, KeyId);
    if (PolicyName !== 'default') throw notFound('No such policy exists');
    return { Policy: policy, PolicyName };
  };
}
