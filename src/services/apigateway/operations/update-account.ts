import type { Operation } from '../../../gateway/operation.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { accountView } from './get-account.ts';

export function updateAccount(
  store: RestApiStore,
): Operation<{ readonly patchOperations?: readonly PatchOperation[] }> {
  return async ({ patchOperations }, { account, region }) => {
    const key = `${account}/${region}`;
    const next = applyPatch(store.accounts.get(key) ?? {}, patchOperations, { cloudwatchRoleArn: 'text' });
    await store.accounts.put(key, next);
    return accountView(next.cloudwatchRoleArn);
  };
}
