import type { Operation } from '../../../gateway/operation.ts';
import { type ReadSecretInput, readSecret } from '../read-secret.ts';
import type { SecretsManager } from '../secret-record.ts';

export function getSecretValue(manager: SecretsManager): Operation<ReadSecretInput> {
  return (input, context) => readSecret(manager, context, input);
}
