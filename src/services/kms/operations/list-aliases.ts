import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import { aliasArn, type Kms, placePrefix } from '../key-record.ts';
import { type PageInput, pageOf } from '../page.ts';

export function listAliases(kms: Kms): Operation<PageInput & { readonly KeyId?: string }> {
  return (input, context) => {
    const target = input.KeyId === undefined ? undefined : requireKey(kms, context, input.KeyId).id;
    const all = kms.aliases
      .list({ prefix: placePrefix(context) })
      .map(({ value }) => value)
      .filter(({ targetKeyId }) => target === undefined || targetKeyId === target);
    const { items, paging } = pageOf(all, ({ name }) => name, { Limit: 50, ...input });
    return {
      Aliases: items.map((alias) => ({
        AliasName: alias.name,
        AliasArn: aliasArn(context, alias.name),
        TargetKeyId: alias.targetKeyId,
        CreationDate: new Date(alias.createdMs),
        LastUpdatedDate: new Date(alias.updatedMs),
      })),
      ...paging,
    };
  };
}
