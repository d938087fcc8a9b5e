import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import { requireUsableKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';

export interface EnableKeyRotationInput {
  readonly KeyId: string;
  readonly RotationPeriodInDays?: number;
}

export function enableKeyRotation(kms: Kms): Operation<EnableKeyRotationInput> {
  return async ({ KeyId, RotationPeriodInDays: periodDays = 365 }, context) => {
    requireUsableKey(kms, context, KeyId);
    await changeKey(kms, context, KeyId, (key) => ({ ...key, rotation: { periodDays, sinceMs: kms.clock.now() } }));
    return {};
  };
}
