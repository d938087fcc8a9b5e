import type { Operation } from '../../../gateway/operation.ts';
import { requireAnySecret } from '../find-secret.ts';
import { putSecret } from '../secret-changes.ts';
import type { SecretsManager } from '../secret-record.ts';

/** One that was not deleted stays as it is. */
export function restoreSecret(manager: SecretsManager): Operation<{ readonly SecretId: string }> {
  return async ({ SecretId }, context) => {
    const { deleted, ...secret } = requireAnySecret(manager, context, SecretId);
    if (deleted) await manager.records.write([putSecret(secret)]);
    return { ARN: secret.arn, Name: secret.name };
  };
}
