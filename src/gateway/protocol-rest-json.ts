/**
 * REST-JSON: method and path name the operation; path, query, headers and a JSON body carry its input.
 */
import { jsonDecoder, jsonEncoder } from './json-codec.ts';
import type { ApiError } from './operation.ts';
import { type Codec, errorIdentity, errorMessageName, type Protocol, type WireResponse } from './protocol.ts';
import { parseJson } from './protocol-json.ts';
import { bindingsDecoder, bindingsEncoder, hasContentType } from './rest-bindings.ts';
import { type BodyFormat, payloadCodec } from './rest-payload.ts';
import { guardDepth, serializationError } from './serialization-error.ts';
import type { Member, OperationModel, ServiceModel, Shape } from './service-model.ts';
import { XmlError } from './xml-reader.ts';

export const restJsonProtocol: Protocol = { codec, encodeError };

const jsonBody: BodyFormat = {
  contentType: 'application/json',
  eventFormat: 'json',
  decoder(shape) {
    const decode = jsonDecoder(shape, 'location');
    return (body) => {
      const value = parseJson(body);
      if (Array.isArray(value)) throw serializationError('Start of list found where not expected');
      if (typeof value !== 'object' || value === null) throw serializationError();
      return decode(value);
    };
  },
  documentEncoder(operation: OperationModel) {
    const encode = operation.output && jsonEncoder(operation.output, 'location');
    return (output) => (encode ? JSON.stringify(encode(output)) : '');
  },
  payloadEncoder(member: Member) {
    const encode = jsonEncoder(member.shape, 'location');
    return (value) => JSON.stringify(encode(value));
  },
};

function codec(_model: ServiceModel, operation: OperationModel): Codec {
  const bind = bindingsDecoder(operation);
  const encodeBindings = bindingsEncoder(operation.output);
  const payload = payloadCodec(operation, jsonBody);
  return {
    takesStream: payload.takesStream,
    decode: (request) =>
      guardDepth(() => {
        try {
          const input = payload.decode(request);
          bind(request, input);
          return input;
        } catch (error) {
          throw error instanceof XmlError ? serializationError(error.message) : error;
        }
      }),
    encode(output, requestId) {
      const source = (output ?? {}) as Record<string, unknown>;
      const headers: Record<string, string> = { 'x-amzn-RequestId': requestId };
      const status = encodeBindings(source, headers) ?? operation.status;
      const { body, contentType } = payload.encode(source);
      if (contentType && !hasContentType(headers)) headers['content-type'] = contentType;
      return { status, headers, body: status === 204 ? undefined : body };
    },
  };
}

function encodeError(model: ServiceModel, error: ApiError, requestId: string): WireResponse {
  const { shape, name, status } = errorIdentity(model, error);
  const headers: Record<string, string> = {
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': name,
    'content-type': 'application/json',
  };
  if (shape) bindingsEncoder(shape)(error.fields, headers);
  const body: Record<string, unknown> = shape ? encodeFields(shape, error) : { ...error.fields };
  if (error.message !== '') body[errorMessageName(shape)] = error.message;
  return { status, headers, body: JSON.stringify(body) };
}

/** Lambda's errors say whose fault they are. */
function encodeFields(shape: Shape, error: ApiError): Record<string, unknown> {
  const fields = jsonEncoder(shape, 'location')(error.fields) as Record<string, unknown>;
  return shape.memberByName.has('Type') ? { Type: error.fault === 'client' ? 'User' : 'Service', ...fields } : fields;
}
