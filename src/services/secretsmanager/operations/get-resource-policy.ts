import type { Operation } from '../../../gateway/operation.ts';
import { requireSecret } from '../find-secret.ts';
import type { SecretsManager } from '../secret-record.ts';

export function getResourcePolicy(manager: SecretsManager): Operation<{ readonly SecretId: string }> {
  return ({ SecretId }, context) => {
    const { arn, name, policy } = requireSecret(manager, context, SecretId);
    return { ARN: arn, Name: name, ...(policy !== undefined && { ResourcePolicy: policy }) };
  };
}
