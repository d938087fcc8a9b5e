import type { Operation } from '../../../gateway/operation.ts';
import { notFound } from '../rest-api-errors.ts';
import { type RestApiStore, without } from '../rest-api-store.ts';
import type { ModelInput } from './get-model.ts';

export function deleteModel(store: RestApiStore): Operation<ModelInput> {
  return async ({ restApiId, modelName }, context) => {
    await store.change(restApiId, context, (api) => {
      if (!Object.hasOwn(api.models, modelName)) throw notFound(`Invalid model name specified: ${modelName}`);
      return { ...api, models: without(api.models, modelName) };
    });
    return {};
  };
}
