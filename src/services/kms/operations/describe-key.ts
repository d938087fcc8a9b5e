import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';
import { keyView } from '../key-view.ts';

export function describeKey(kms: Kms): Operation<{ readonly KeyId: string }> {
  return ({ KeyId }, context) => ({ KeyMetadata: keyView(requireKey(kms, context, KeyId)) });
}
