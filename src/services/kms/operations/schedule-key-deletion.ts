import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import { type Kms, keyArn } from '../key-record.ts';
import { validation } from '../kms-errors.ts';

export interface ScheduleKeyDeletionInput {
  readonly KeyId: string;
  readonly PendingWindowInDays?: number;
}

const DAY_MS = 86_400_000;

export function scheduleKeyDeletion(kms: Kms): Operation<ScheduleKeyDeletionInput> {
  return async ({ KeyId, PendingWindowInDays = 30 }, context) => {
    if (PendingWindowInDays < 7 || PendingWindowInDays > 30) {
      const bound = PendingWindowInDays < 7 ? 'greater than or equal to 7' : 'less than or equal to 30';
      throw validation(
        `1 validation error detected: Value '${PendingWindowInDays}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`,
      );
    }
    const deletionMs = kms.clock.now() + PendingWindowInDays * DAY_MS;
    const key = await changeKey(kms, context, KeyId, (key) => ({ ...key, deletionMs }));
    return { KeyId: keyArn(key), DeletionDate: new Date(deletionMs), KeyState: 'PendingDeletion', PendingWindowInDays };
  };
}
