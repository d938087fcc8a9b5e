import type { Operation } from '../../../gateway/operation.ts';
import { changeSecret } from '../change-secret.ts';
import type { SecretsManager, SecretTag } from '../secret-record.ts';
import { mergeTags } from '../tags.ts';

export interface TagResourceInput {
  readonly SecretId: string;
  readonly Tags: readonly Partial<SecretTag>[];
}

export function tagResource(manager: SecretsManager): Operation<TagResourceInput> {
  return async ({ SecretId, Tags }, context) => {
    await changeSecret(manager, context, SecretId, (secret) => ({ ...secret, tags: mergeTags(secret.tags, Tags) }));
    return {};
  };
}
