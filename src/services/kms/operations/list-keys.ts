import type { Operation } from '../../../gateway/operation.ts';
import { findKey } from '../find-key.ts';
import { type Kms, keyArn, placePrefix } from '../key-record.ts';
import { type PageInput, pageOf } from '../page.ts';

export function listKeys(kms: Kms): Operation<PageInput> {
  return (input, context) => {
    const all = kms.keys
      .list({ prefix: placePrefix(context) })
      .map(({ value }) => value)
      .filter(({ id }) => findKey(kms, context, id));
    const { items, paging } = pageOf(all, ({ id }) => id, input);
    return { Keys: items.map((key) => ({ KeyId: key.id, KeyArn: keyArn(key) })), ...paging };
  };
}
