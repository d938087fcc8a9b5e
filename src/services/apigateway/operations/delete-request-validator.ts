import type { Operation } from '../../../gateway/operation.ts';
import { notFound } from '../rest-api-errors.ts';
import { type RestApiStore, without } from '../rest-api-store.ts';
import type { ValidatorInput } from './get-request-validator.ts';

export function deleteRequestValidator(store: RestApiStore): Operation<ValidatorInput> {
  return async ({ restApiId, requestValidatorId: id }, context) => {
    await store.change(restApiId, context, (api) => {
      if (!Object.hasOwn(api.requestValidators, id)) throw notFound('Invalid Request Validator identifier specified');
      return { ...api, requestValidators: without(api.requestValidators, id) };
    });
    return {};
  };
}
