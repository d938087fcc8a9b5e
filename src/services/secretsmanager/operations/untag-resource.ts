import type { Operation } from '../../../gateway/operation.ts';
import { changeSecret } from '../change-secret.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface UntagResourceInput {
  readonly SecretId: string;
  readonly TagKeys: readonly string[];
}

export function untagResource(manager: SecretsManager): Operation<UntagResourceInput> {
  return async ({ SecretId, TagKeys }, context) => {
    await changeSecret(manager, context, SecretId, (secret) => ({
      ...secret,
      tags: secret.tags.filter(({ Key }) => !TagKeys.includes(Key)),
    }));
    return {};
  };
}
