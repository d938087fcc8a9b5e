/** Checks a method when it is put. Authorizers are refused here: a method that nobody guards must not look guarded. */
import { badRequest } from './rest-api-errors.ts';
import type { Method, RestApi, Texts } from './rest-api-record.ts';

export interface MethodInput {
  readonly httpMethod: string;
  readonly authorizationType: string;
  readonly authorizerId?: string;
  readonly apiKeyRequired?: boolean;
  readonly operationName?: string;
  readonly requestParameters?: Readonly<Record<string, boolean>>;
  readonly requestModels?: Texts;
  readonly requestValidatorId?: string;
  readonly authorizationScopes?: readonly string[];
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'ANY']);

export function checkMethod(api: Pick<RestApi, 'models' | 'requestValidators'>, input: MethodInput): Method {
  const { httpMethod, authorizationType, requestModels, requestValidatorId } = input;
  if (!METHODS.has(httpMethod)) {
    throw badRequest(
      'Invalid HTTP method specified; must be one of: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS, ANY',
    );
  }
  if (authorizationType !== 'NONE' && authorizationType !== 'AWS_IAM') {
    throw badRequest(`Stepwell does not support the authorization type ${authorizationType}: it has NONE and AWS_IAM`);
  }
  for (const name of Object.values(requestModels ?? {})) {
    if (name !== 'Empty' && name !== 'Error' && !Object.hasOwn(api.models, name)) {
      throw badRequest(`Invalid model identifier specified: ${name}`);
    }
  }
  if (requestValidatorId && !Object.hasOwn(api.requestValidators, requestValidatorId)) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  for (const name of Object.keys(input.requestParameters ?? {})) {
    if (!/^method\.request\.(?:querystring|path|header|multivaluequerystring|multivalueheader)\..+/.test(name)) {
      throw badRequest(`Invalid mapping expression specified: ${name}`);
    }
  }
  return {
    httpMethod,
    authorizationType,
    apiKeyRequired: input.apiKeyRequired ?? false,
    operationName: input.operationName,
    requestValidatorId,
    requestParameters: input.requestParameters,
    requestModels,
    authorizationScopes: input.authorizationScopes,
  };
}
