import type { Operation } from '../../../gateway/operation.ts';
import { findSecret, requireSecret } from '../find-secret.ts';
import { newSecretArn } from '../secret-arn.ts';
import { putSecret, removeSecret } from '../secret-changes.ts';
import { invalidParameter } from '../secret-errors.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface DeleteSecretInput {
  readonly SecretId: string;
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

export function deleteSecret(manager: SecretsManager): Operation<DeleteSecretInput> {
  return async ({ SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: isForced }, context) => {
    if (isForced && days !== undefined) {
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    if (days !== undefined && (days < 7 || days > 30)) {
      throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    }
    const atMs = manager.clock.now();
    if (isForced) {
      const secret = findSecret(manager, context, SecretId);
      if (secret) await manager.records.write(removeSecret(secret));
      // With force AWS does not mind if there is none.
      const arn =
        secret?.arn ?? (SecretId.startsWith('arn:') ? SecretId : newSecretArn(manager.ids, context, SecretId));
      return { ARN: arn, Name: secret?.name ?? SecretId, DeletionDate: new Date(atMs) };
    }
    const secret = requireSecret(manager, context, SecretId);
    const purgeMs = atMs + (days ?? DEFAULT_DAYS) * DAY_MS;
    await manager.records.write([putSecret({ ...secret, deleted: { atMs, purgeMs } })]);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(purgeMs) };
  };
}
