import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import type { Kms } from '../key-record.ts';

export function disableKey(kms: Kms): Operation<{ readonly KeyId: string }> {
  return async ({ KeyId }, context) => {
    await changeKey(kms, context, KeyId, (key) => ({ ...key, isEnabled: false }));
    return {};
  };
}
