import type { Operation } from '../../../gateway/operation.ts';
import { badRequest, conflict } from '../rest-api-errors.ts';
import type { ApiKey, Texts } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { keyView } from '../views.ts';

export interface CreateApiKeyInput {
  readonly name?: string;
  readonly description?: string;
  readonly enabled?: boolean;
  readonly generateDistinctId?: boolean;
  readonly value?: string;
  readonly stageKeys?: readonly { readonly restApiId?: string; readonly stageName?: string }[];
  readonly customerId?: string;
  readonly tags?: Texts;
}

const VALUE_LENGTH = 32;
const MIN_VALUE_LENGTH = 20;

export function createApiKey(store: RestApiStore): Operation<CreateApiKeyInput> {
  return async (input, { account, region }) => {
    const value = input.value ?? store.newId(VALUE_LENGTH) + store.newId(8);
    if (value.length < MIN_VALUE_LENGTH) throw badRequest('API Key value should be at least 20 characters');
    if (store.keys.list().some((one) => one.value.value === value)) throw conflict('API Key already exists');
    const nowMs = store.clock.now();
    const key: ApiKey = {
      id: store.newId(),
      value,
      name: input.name,
      customerId: input.customerId,
      description: input.description,
      enabled: input.enabled ?? false,
      createdMs: nowMs,
      updatedMs: nowMs,
      stageKeys: (input.stageKeys ?? []).map(({ restApiId, stageName }) => `${restApiId}/${stageName}`),
      tags: input.tags,
      account,
      region,
    };
    await store.keys.put(key.id, key);
    return keyView(key, true);
  };
}
