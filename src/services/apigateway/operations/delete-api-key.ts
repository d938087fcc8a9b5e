import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../api-keys.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export function deleteApiKey(store: RestApiStore): Operation<{ readonly apiKey: string }> {
  return async ({ apiKey }, context) => {
    requireKey(store, apiKey, context);
    await store.keys.delete(apiKey);
    return {};
  };
}
