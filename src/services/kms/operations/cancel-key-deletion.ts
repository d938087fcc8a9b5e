import type { Operation } from '../../../gateway/operation.ts';
import { putKey } from '../change-key.ts';
import { requireKey } from '../find-key.ts';
import { type Kms, keyArn } from '../key-record.ts';
import { invalidState } from '../kms-errors.ts';

/** The key comes back disabled, as at AWS. */
export function cancelKeyDeletion(kms: Kms): Operation<{ readonly KeyId: string }> {
  return async ({ KeyId }, context) => {
    const { deletionMs, ...key } = requireKey(kms, context, KeyId);
    if (deletionMs === undefined) throw invalidState(`${keyArn(key)} is not pending deletion.`);
    await putKey(kms, { ...key, isEnabled: false });
    return { KeyId: keyArn(key) };
  };
}
