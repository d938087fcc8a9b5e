import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../api-keys.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { keyView } from '../views.ts';

export interface ApiKeyInput {
  readonly apiKey: string;
  readonly includeValue?: boolean;
}

export function getApiKey(store: RestApiStore): Operation<ApiKeyInput> {
  return ({ apiKey, includeValue }, context) => keyView(requireKey(store, apiKey, context), includeValue ?? false);
}
