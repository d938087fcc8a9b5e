import type { Operation } from '../../../gateway/operation.ts';
import { checkAliasName } from '../alias-name.ts';
import { aliasArn, type Kms, placePrefix } from '../key-record.ts';
import { notFound } from '../kms-errors.ts';

export function deleteAlias(kms: Kms): Operation<{ readonly AliasName: string }> {
  return async ({ AliasName }, context) => {
    checkAliasName(AliasName);
    const wasThere = await kms.aliases.delete(placePrefix(context) + AliasName);
    if (!wasThere) throw notFound(`Alias ${aliasArn(context, AliasName)} is not found.`);
    return {};
  };
}
