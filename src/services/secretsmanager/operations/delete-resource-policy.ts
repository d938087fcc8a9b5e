import type { Operation } from '../../../gateway/operation.ts';
import { changeSecret } from '../change-secret.ts';
import type { SecretsManager } from '../secret-record.ts';

export function deleteResourcePolicy(manager: SecretsManager): Operation<{ readonly SecretId: string }> {
  return async ({ SecretId }, context) => {
    const { arn, name } = await changeSecret(manager, context, SecretId, ({ policy: _policy, ...secret }) => secret);
    return { ARN: arn, Name: name };
  };
}
