import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import { requireUsableKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';

export function disableKeyRotation(kms: Kms): Operation<{ readonly KeyId: string }> {
  return async ({ KeyId }, context) => {
    requireUsableKey(kms, context, KeyId);
    await changeKey(kms, context, KeyId, ({ rotation: _rotation, ...key }) => key);
    return {};
  };
}
