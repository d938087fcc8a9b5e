import type { Operation } from '../../../gateway/operation.ts';
import { requireAnySecret } from '../find-secret.ts';
import { type PageInput, pageOf } from '../page.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface ListSecretVersionIdsInput extends PageInput {
  readonly SecretId: string;
  readonly IncludeDeprecated?: boolean;
}

export function listSecretVersionIds(manager: SecretsManager): Operation<ListSecretVersionIdsInput> {
  return (input, context) => {
    const secret = requireAnySecret(manager, context, input.SecretId);
    const all = Object.entries(secret.versions).filter(
      ([, { stages }]) => input.IncludeDeprecated || stages.length > 0,
    );
    const { items, paging } = pageOf(all, ([id]) => id, input);
    const Versions = items.map(([id, version]) => ({
      VersionId: id,
      ...(version.stages.length > 0 && { VersionStages: version.stages }),
      ...(version.accessedMs !== undefined && { LastAccessedDate: new Date(version.accessedMs) }),
      CreatedDate: new Date(version.createdMs),
      KmsKeyIds: [secret.kmsKeyId ?? 'DefaultEncryptionKey'],
    }));
    return { Versions, ...paging, ARN: secret.arn, Name: secret.name };
  };
}
