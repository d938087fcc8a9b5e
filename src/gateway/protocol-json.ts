/**
 * AWS JSON 1.0 and 1.1: everything is a POST to `/`, the operation is in `X-Amz-Target`, the input is the body.
 */
import { jsonDecoder, jsonEncoder } from './json-codec.ts';
import type { ApiError } from './operation.ts';
import { type Codec, errorIdentity, errorMessageName, type Protocol, type WireResponse } from './protocol.ts';
import { guardDepth, serializationError } from './serialization-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

export const jsonProtocol: Protocol = { codec, encodeError };

function codec(model: ServiceModel, operation: OperationModel): Codec {
  const decodeBody = operation.input && jsonDecoder(operation.input, 'member');
  const encodeBody = operation.output && jsonEncoder(operation.output, 'member');
  const contentType = `application/x-amz-json-${model.jsonVersion}`;
  return {
    takesStream: false,
    decode({ body }) {
      const value = parseJson(body);
      if (Array.isArray(value)) throw serializationError('Start of list found where not expected');
      if (typeof value !== 'object' || value === null) throw serializationError();
      return decodeBody ? (guardDepth(() => decodeBody(value)) as Record<string, unknown>) : {};
    },
    encode(output, requestId) {
      const body = encodeBody ? JSON.stringify(encodeBody(output ?? {})) : '{}';
      return { status: 200, headers: { 'x-amzn-RequestId': requestId, 'content-type': contentType }, body };
    },
  };
}

/** @throws `SerializationException` without a text, as AWS does for what is no JSON at all. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw serializationError();
  }
}

/** Errors of AWS's common front end carry its namespace, those of a service the service's own. */
const FRONT_END: Readonly<Record<string, string>> = {
  SerializationException: 'com.amazon.coral.service#',
  UnknownOperationException: 'com.amazon.coral.service#',
  InternalFailure: 'com.amazon.coral.service#',
  ValidationException: 'com.amazon.coral.validate#',
};
const NAMESPACES: Readonly<Record<string, string>> = {
  stepfunctions: 'com.amazonaws.swf.service.v2.model#',
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
};

function encodeError(model: ServiceModel, error: ApiError, requestId: string): WireResponse {
  const { shape, name, code, status } = errorIdentity(model, error);
  const headers: Record<string, string> = {
    'x-amzn-RequestId': requestId,
    'content-type': `application/x-amz-json-${model.jsonVersion}`,
  };
  if (model.queryCompatible)
    headers['x-amzn-query-error'] = `${code};${error.fault === 'client' ? 'Sender' : 'Receiver'}`;
  const namespace = FRONT_END[name] ?? NAMESPACES[model.name] ?? '';
  // SQS's errors that its model lacks are those of the common front end, which calls them exceptions; the header has the older name.
  const type =
    model.queryCompatible && !shape && !FRONT_END[name]
      ? `com.amazon.coral.service#${name}Exception`
      : namespace + name;
  const fields = shape ? (jsonEncoder(shape, 'member')(error.fields) as object) : error.fields;
  const message = FRONT_END[name] === 'com.amazon.coral.service#' ? 'Message' : errorMessageName(shape);
  const body: Record<string, unknown> = { __type: type, ...fields };
  if (error.message !== '') body[message] = error.message;
  return { status, headers, body: JSON.stringify(body) };
}
