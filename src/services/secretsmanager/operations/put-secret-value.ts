import type { Operation } from '../../../gateway/operation.ts';
import { addVersion } from '../add-version.ts';
import { requireSecret } from '../find-secret.ts';
import { invalidRequest } from '../secret-errors.ts';
import type { SecretsManager } from '../secret-record.ts';
import { readValueInput, type ValueInput } from '../secret-value.ts';
import { checkStages } from '../versions.ts';

export interface PutSecretValueInput extends ValueInput {
  readonly SecretId: string;
  readonly ClientRequestToken?: string;
  readonly VersionStages?: readonly string[];
}

export function putSecretValue(manager: SecretsManager): Operation<PutSecretValueInput> {
  return async (input, context) => {
    const value = readValueInput(input);
    if (!value) throw invalidRequest('You must provide either SecretString or SecretBinary.');
    checkStages(input.VersionStages ?? []);
    const { secret, versionId } = await addVersion(manager, requireSecret(manager, context, input.SecretId), {
      value,
      token: input.ClientRequestToken,
      stages: input.VersionStages,
    });
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: versionId,
      VersionStages: secret.versions[versionId]!.stages,
    };
  };
}
