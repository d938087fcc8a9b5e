import type { Operation } from '../../../gateway/operation.ts';
import { notFound } from '../rest-api-errors.ts';
import type { Model } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface ModelInput {
  readonly restApiId: string;
  readonly modelName: string;
}

export function getModel(store: RestApiStore): Operation<ModelInput, Model> {
  return ({ restApiId, modelName }, context) => {
    const { models } = store.require(restApiId, context);
    const model = Object.hasOwn(models, modelName) ? models[modelName] : undefined;
    if (!model) throw notFound(`Invalid model name specified: ${modelName}`);
    return model;
  };
}
