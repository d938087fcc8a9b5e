import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import { type Kms, keyArn } from '../key-record.ts';

const DAY_MS = 86_400_000;

export function getKeyRotationStatus(kms: Kms): Operation<{ readonly KeyId: string }> {
  return ({ KeyId }, context) => {
    const key = requireKey(kms, context, KeyId);
    const { rotation } = key;
    if (!rotation) return { KeyRotationEnabled: false, KeyId: keyArn(key) };
    return {
      KeyRotationEnabled: true,
      KeyId: keyArn(key),
      RotationPeriodInDays: rotation.periodDays,
      NextRotationDate: new Date(rotation.sinceMs + rotation.periodDays * DAY_MS),
    };
  };
}
