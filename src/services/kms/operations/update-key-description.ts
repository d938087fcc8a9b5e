import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import type { Kms } from '../key-record.ts';

export function updateKeyDescription(kms: Kms): Operation<{ readonly KeyId: string; readonly Description: string }> {
  return async ({ KeyId, Description: description }, context) => {
    await changeKey(kms, context, KeyId, (key) => ({ ...key, description }));
    return {};
  };
}
