import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkAliasName } from '../alias-name.ts';
import { requireOwnKey } from '../find-key.ts';
import { aliasArn, type Kms, placePrefix } from '../key-record.ts';
import { validation } from '../kms-errors.ts';

export interface AliasInput {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}

export function createAlias(kms: Kms): Operation<AliasInput> {
  return async ({ AliasName, TargetKeyId }, context) => {
    checkAliasName(AliasName);
    if (TargetKeyId.includes('alias/')) throw validation('Aliases must refer to keys. Not aliases');
    const key = requireOwnKey(kms, context, TargetKeyId);
    const recordKey = placePrefix(context) + AliasName;
    if (kms.aliases.has(recordKey)) {
      const arn = aliasArn(context, AliasName);
      throw new ApiError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    }
    const nowMs = kms.clock.now();
    await kms.aliases.put(recordKey, { name: AliasName, targetKeyId: key.id, createdMs: nowMs, updatedMs: nowMs });
    return {};
  };
}
