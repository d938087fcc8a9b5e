import type { Operation } from '../../../gateway/operation.ts';
import type { RequestValidator } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface CreateRequestValidatorInput {
  readonly restApiId: string;
  readonly name?: string;
  readonly validateRequestBody?: boolean;
  readonly validateRequestParameters?: boolean;
}

export function createRequestValidator(store: RestApiStore): Operation<CreateRequestValidatorInput> {
  return async ({ restApiId, name, validateRequestBody, validateRequestParameters }, context) => {
    const id = store.newId(6);
    const validator: RequestValidator = {
      id,
      name: name ?? id,
      validateRequestBody: validateRequestBody ?? false,
      validateRequestParameters: validateRequestParameters ?? false,
    };
    await store.change(restApiId, context, (api) => ({
      ...api,
      requestValidators: { ...api.requestValidators, [id]: validator },
    }));
    return validator;
  };
}
