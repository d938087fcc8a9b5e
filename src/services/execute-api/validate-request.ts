/** Request validators: required parameters, and bodies against models. */
import type { Json } from '../../asl/json.ts';
import { headerOf, mediaType } from './api-message.ts';
import { badBody, badParameters, GatewayError } from './gateway-error.ts';
import { matchesSchema } from './match-schema.ts';
import type { RestCall } from './rest-call.ts';

export function validateRequest(call: RestCall): void {
  const { method, snapshot } = call;
  const validator = method.requestValidatorId ? snapshot.requestValidators[method.requestValidatorId] : undefined;
  if (!validator) return;
  if (validator.validateRequestParameters) checkParameters(call);
  if (validator.validateRequestBody) checkBody(call);
}

function checkParameters(call: RestCall): void {
  const query = new URLSearchParams(call.request.rawQuery);
  const missing = Object.entries(call.method.requestParameters ?? {}).flatMap(([parameter, isRequired]) => {
    const [, , place, ...rest] = parameter.split('.');
    const name = rest.join('.');
    if (!isRequired) return [];
    const value =
      place === 'path'
        ? call.pathParameters[name]
        : place?.endsWith('header')
          ? headerOf(call.headers, name)
          : query.get(name);
    return value === undefined || value === null || value === '' ? [name] : [];
  });
  if (missing.length > 0) throw new GatewayError(badParameters(missing));
}

function checkBody({ method, snapshot, headers, request }: RestCall): void {
  const models = method.requestModels ?? {};
  const type = mediaType(headerOf(headers, 'content-type')) || 'application/json';
  const name = models[type] ?? models['$default'];
  const model = name === undefined ? undefined : snapshot.models[name];
  if (!model) return;
  const schemas = Object.fromEntries(
    Object.entries(snapshot.models).map(([key, { schema }]) => [key, JSON.parse(schema) as Json]),
  );
  let body: Json;
  try {
    body = JSON.parse(request.body.toString('utf8')) as Json;
  } catch {
    throw new GatewayError(badBody);
  }
  if (!matchesSchema(body, schemas[model.name] ?? {}, schemas)) throw new GatewayError(badBody);
}
