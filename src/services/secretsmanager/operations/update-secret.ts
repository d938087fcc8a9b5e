import type { Operation } from '../../../gateway/operation.ts';
import { addVersion } from '../add-version.ts';
import { changeSecret } from '../change-secret.ts';
import { requireSecret } from '../find-secret.ts';
import type { SecretRecord, SecretsManager } from '../secret-record.ts';
import { readValueInput, type ValueInput } from '../secret-value.ts';

export interface UpdateSecretInput extends ValueInput {
  readonly SecretId: string;
  readonly ClientRequestToken?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly Type?: string;
}

export function updateSecret(manager: SecretsManager): Operation<UpdateSecretInput> {
  return async (input, context) => {
    const value = readValueInput(input);
    const change = (secret: SecretRecord): SecretRecord => ({
      ...secret,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
      ...(input.Type !== undefined && { type: input.Type }),
      changedMs: manager.clock.now(),
    });
    if (!value) {
      const { arn, name } = await changeSecret(manager, context, input.SecretId, change);
      return { ARN: arn, Name: name };
    }
    const { secret, versionId } = await addVersion(manager, requireSecret(manager, context, input.SecretId), {
      value,
      token: input.ClientRequestToken,
      change,
    });
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  };
}
