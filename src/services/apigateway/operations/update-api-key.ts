import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../api-keys.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { keyView } from '../views.ts';

export interface UpdateApiKeyInput {
  readonly apiKey: string;
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateApiKey(store: RestApiStore): Operation<UpdateApiKeyInput> {
  return ({ apiKey, patchOperations }, context) =>
    store.exclusively(apiKey, async () => {
      const patched = applyPatch(requireKey(store, apiKey, context), patchOperations, {
        name: 'text',
        description: 'text',
        enabled: 'boolean',
        customerId: 'text',
      });
      const key = { ...patched, updatedMs: store.clock.now() };
      await store.keys.put(apiKey, key);
      return keyView(key, false);
    });
}
