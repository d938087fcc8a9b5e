/** One operation of an OpenAPI document as a method with its integration. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { checkMethod } from '../check-method.ts';
import { integrationOf, integrationResponseOf } from '../integration.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { Integration, IntegrationResponse, Method, MethodResponse, RestApi, Texts } from '../rest-api-record.ts';
import { securityScheme } from './import-api.ts';
import { dereference, isObject, listOf, type OpenApi, objectOf, textOf } from './read-open-api.ts';

export interface MethodSource {
  readonly httpMethod: string;
  readonly operation: JsonObject;
  /** Parameters of the path, which all its methods share. */
  readonly shared: readonly Json[];
  readonly resourceId: string;
}

export function importMethod(api: RestApi, document: OpenApi, source: MethodSource): Method {
  const { operation, httpMethod } = source;
  const { requestParameters, requestModels } = parameters(document, source);
  const checked = checkMethod(api, {
    httpMethod,
    ...security(document, operation),
    operationName: textOf(operation['operationId']),
    requestParameters,
    requestModels: known(api, requestModels),
    requestValidatorId: validatorId(api, document, operation),
  });
  const methodResponses = responses(document, operation, api);
  const integration = operation['x-amazon-apigateway-integration'];
  return {
    ...checked,
    ...(methodResponses && { methodResponses }),
    ...(integration !== undefined && {
      methodIntegration: importIntegration(dereference(document, integration), source.resourceId),
    }),
  };
}

function security(
  document: OpenApi,
  operation: JsonObject,
): { readonly authorizationType: string; readonly apiKeyRequired: boolean } {
  const requirements = listOf(operation['security'] ?? document.root['security']).flatMap((one) =>
    Object.keys(objectOf(one)),
  );
  let authorizationType = 'NONE';
  let apiKeyRequired = false;
  for (const name of requirements) {
    const scheme = securityScheme(document, name);
    if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') authorizationType = 'AWS_IAM';
    else if (scheme['x-amazon-apigateway-authtype'] === undefined && isApiKey(scheme)) apiKeyRequired = true;
    else throw badRequest(`Stepwell does not support the authorizer ${name}: it has API keys and AWS_IAM`);
  }
  const auth = objectOf(operation['x-amazon-apigateway-auth']);
  if (String(auth['type']).toUpperCase() === 'AWS_IAM') authorizationType = 'AWS_IAM';
  return { authorizationType, apiKeyRequired };
}

function isApiKey(scheme: JsonObject): boolean {
  return (
    scheme['type'] === 'apiKey' &&
    String(scheme['name']).toLowerCase() === 'x-api-key' &&
    scheme['x-amazon-apigateway-authorizer'] === undefined
  );
}

const PLACES: Readonly<Record<string, string>> = { query: 'querystring', path: 'path', header: 'header' };

function parameters(
  document: OpenApi,
  { operation, shared }: MethodSource,
): { readonly requestParameters?: Record<string, boolean>; readonly requestModels?: Record<string, string> } {
  const requestParameters: Record<string, boolean> = {};
  const requestModels: Record<string, string> = {};
  for (const item of [...shared, ...listOf(operation['parameters'])]) {
    const parameter = dereference(document, item);
    const place = PLACES[String(parameter['in'])];
    if (place)
      requestParameters[`method.request.${place}.${String(parameter['name'])}`] = parameter['required'] === true;
    if (parameter['in'] === 'body') addModel(requestModels, 'application/json', parameter['schema']);
  }
  const body = dereference(document, operation['requestBody']);
  for (const [type, content] of Object.entries(objectOf(body['content']))) {
    addModel(requestModels, type, objectOf(content)['schema']);
  }
  return {
    ...(Object.keys(requestParameters).length > 0 && { requestParameters }),
    ...(Object.keys(requestModels).length > 0 && { requestModels }),
  };
}

/** Only named schemas are models. */
function addModel(models: Record<string, string>, type: string, schema: Json | undefined): void {
  const ref = objectOf(schema)['$ref'];
  if (typeof ref === 'string') models[type] = ref.split('/').at(-1) as string;
}

function known(api: RestApi, models: Texts | undefined): Texts | undefined {
  if (!models) return undefined;
  const kept = Object.entries(models).filter(([, name]) => Object.hasOwn(api.models, name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function validatorId(api: RestApi, { root }: OpenApi, operation: JsonObject): string | undefined {
  const name = textOf(
    operation['x-amazon-apigateway-request-validator'] ?? root['x-amazon-apigateway-request-validator'],
  );
  if (name === undefined) return undefined;
  const found = Object.values(api.requestValidators).find((one) => one.name === name);
  if (!found) throw badRequest(`Invalid Request Validator name specified: ${name}`);
  return found.id;
}

function responses(document: OpenApi, operation: JsonObject, api: RestApi): Record<string, MethodResponse> | undefined {
  const found: Record<string, MethodResponse> = {};
  for (const [statusCode, value] of Object.entries(objectOf(operation['responses']))) {
    if (!/^\d{3}$/.test(statusCode)) continue;
    const response = dereference(document, value);
    const headers = Object.keys(objectOf(response['headers']));
    const models: Record<string, string> = {};
    if (response['schema'] !== undefined) addModel(models, 'application/json', response['schema']);
    for (const [type, content] of Object.entries(objectOf(response['content']))) {
      addModel(models, type, objectOf(content)['schema']);
    }
    const responseModels = known(api, models);
    found[statusCode] = {
      statusCode,
      ...(headers.length > 0 && {
        responseParameters: Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, false])),
      }),
      ...(responseModels && { responseModels }),
    };
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

function importIntegration(value: JsonObject, resourceId: string): Integration {
  const integration = integrationOf(
    {
      type: String(value['type'] ?? '').toUpperCase(),
      integrationHttpMethod: textOf(value['httpMethod']),
      uri: textOf(value['uri']),
      connectionType: textOf(value['connectionType']),
      credentials: textOf(value['credentials']),
      requestParameters: texts(value['requestParameters']),
      requestTemplates: texts(value['requestTemplates']),
      passthroughBehavior: textOf(value['passthroughBehavior'])?.toUpperCase(),
      contentHandling: textOf(value['contentHandling']),
      timeoutInMillis: value['timeoutInMillis'] === undefined ? undefined : Number(value['timeoutInMillis']),
      cacheNamespace: textOf(value['cacheNamespace']),
      cacheKeyParameters:
        value['cacheKeyParameters'] === undefined ? undefined : listOf(value['cacheKeyParameters']).map(String),
    },
    resourceId,
  );
  const integrationResponses: Record<string, IntegrationResponse> = {};
  for (const [pattern, item] of Object.entries(objectOf(value['responses']))) {
    const response = objectOf(item);
    const statusCode = String(response['statusCode'] ?? '200');
    integrationResponses[statusCode] = integrationResponseOf({
      statusCode,
      ...(pattern !== 'default' && { selectionPattern: pattern }),
      responseParameters: texts(response['responseParameters']),
      responseTemplates: texts(response['responseTemplates']),
      contentHandling: textOf(response['contentHandling']),
    });
  }
  return Object.keys(integrationResponses).length > 0 ? { ...integration, integrationResponses } : integration;
}

function texts(value: Json | undefined): Texts | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, typeof member === 'string' ? member : JSON.stringify(member)]),
  );
}
