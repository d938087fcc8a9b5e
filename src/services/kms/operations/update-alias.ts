import type { Operation } from '../../../gateway/operation.ts';
import { checkAliasName } from '../alias-name.ts';
import { requireOwnKey } from '../find-key.ts';
import { aliasArn, type Kms, placePrefix } from '../key-record.ts';
import { notFound } from '../kms-errors.ts';
import type { AliasInput } from './create-alias.ts';

export function updateAlias(kms: Kms): Operation<AliasInput> {
  return async ({ AliasName, TargetKeyId }, context) => {
    checkAliasName(AliasName);
    const recordKey = placePrefix(context) + AliasName;
    const alias = kms.aliases.get(recordKey);
    if (!alias) throw notFound(`Alias ${aliasArn(context, AliasName)} is not found.`);
    const key = requireOwnKey(kms, context, TargetKeyId);
    await kms.aliases.put(recordKey, { ...alias, targetKeyId: key.id, updatedMs: kms.clock.now() });
    return {};
  };
}
