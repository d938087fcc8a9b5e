import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import type { Kms, KmsTag } from '../key-record.ts';
import { mergeTags } from '../tags.ts';

export function tagResource(kms: Kms): Operation<{ readonly KeyId: string; readonly Tags: readonly KmsTag[] }> {
  return async ({ KeyId, Tags }, context) => {
    await changeKey(kms, context, KeyId, (key) => ({ ...key, tags: mergeTags(key.tags, Tags) }));
    return {};
  };
}
