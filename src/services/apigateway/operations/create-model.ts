import type { Operation } from '../../../gateway/operation.ts';
import { badRequest, conflict } from '../rest-api-errors.ts';
import type { Model } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface CreateModelInput {
  readonly restApiId: string;
  readonly name: string;
  readonly description?: string;
  readonly schema?: string;
  readonly contentType: string;
}

export function createModel(store: RestApiStore): Operation<CreateModelInput> {
  return async ({ restApiId, name, description, schema = '{}', contentType }, context) => {
    if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
    checkSchema(schema);
    const model: Model = { id: store.newId(6), name, description, schema, contentType };
    await store.change(restApiId, context, (api) => {
      if (Object.hasOwn(api.models, name)) throw conflict('Model name already exists for this REST API');
      return { ...api, models: { ...api.models, [name]: model } };
    });
    return model;
  };
}

function checkSchema(schema: string): void {
  try {
    JSON.parse(schema);
  } catch (error) {
    throw badRequest(
      `Invalid model specified: Validation Result: warnings : [], errors : [${(error as Error).message}]`,
    );
  }
}
