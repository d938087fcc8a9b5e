import type { Operation } from '../../../gateway/operation.ts';
import { notFound } from '../rest-api-errors.ts';
import type { RequestValidator } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface ValidatorInput {
  readonly restApiId: string;
  readonly requestValidatorId: string;
}

export function getRequestValidator(store: RestApiStore): Operation<ValidatorInput, RequestValidator> {
  return ({ restApiId, requestValidatorId: id }, context) => {
    const { requestValidators } = store.require(restApiId, context);
    const validator = Object.hasOwn(requestValidators, id) ? requestValidators[id] : undefined;
    if (!validator) throw notFound('Invalid Request Validator identifier specified');
    return validator;
  };
}
