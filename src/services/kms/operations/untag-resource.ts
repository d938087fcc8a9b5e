import type { Operation } from '../../../gateway/operation.ts';
import { changeKey } from '../change-key.ts';
import type { Kms } from '../key-record.ts';

export function untagResource(kms: Kms): Operation<{ readonly KeyId: string; readonly TagKeys: readonly string[] }> {
  return async ({ KeyId, TagKeys }, context) => {
    await changeKey(kms, context, KeyId, (key) => ({
      ...key,
      tags: key.tags.filter(({ TagKey }) => !TagKeys.includes(TagKey)),
    }));
    return {};
  };
}
