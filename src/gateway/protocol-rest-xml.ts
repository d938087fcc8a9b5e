/**
 * REST-XML, which is S3's: method, path and query name the operation; path, query, headers and an XML body carry its input.
 */
import { ApiError } from './operation.ts';
import { type Codec, errorIdentity, type Protocol, type WireResponse } from './protocol.ts';
import { bindingsDecoder, bindingsEncoder, hasContentType } from './rest-bindings.ts';
import { type BodyFormat, payloadCodec } from './rest-payload.ts';
import { guardDepth } from './serialization-error.ts';
import type { Member, OperationModel, ServiceModel } from './service-model.ts';
import { decodeXmlStructure, encodeXml, encodeXmlMembers, type XmlStyle } from './xml-codec.ts';
import { readXml, XmlError } from './xml-reader.ts';
import { element, escapeXml, XML_DECLARATION } from './xml-writer.ts';

export const restXmlProtocol: Protocol = { codec, encodeError };

const STYLE: XmlStyle = { millisecondsAlways: true };

function xmlBody(model: ServiceModel): BodyFormat {
  const namespace = model.xmlNamespace ? ` xmlns="${escapeXml(model.xmlNamespace)}"` : '';
  return {
    contentType: 'application/xml',
    eventFormat: 'xml',
    decoder: (shape) => (body) => {
      try {
        return decodeXmlStructure(shape, readXml(body.toString('utf8')));
      } catch (error) {
        if (!(error instanceof XmlError)) throw error;
        throw new ApiError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      }
    },
    documentEncoder: (operation: OperationModel) => {
      const { output } = operation;
      if (!output?.members.some((member) => member.location === 'body')) return () => '';
      const name = operation.outputName ?? output.locationName ?? `${operation.name}Result`;
      return (value) => {
        const content =
          operation.name === 'GetBucketLocation'
            ? escapeXml(String(value['LocationConstraint'] ?? ''))
            : encodeXmlMembers(output, value, STYLE);
        return XML_DECLARATION + element(name, content, namespace);
      };
    },
    payloadEncoder: (member: Member) => {
      const name = member.locationName ?? member.shape.locationName ?? member.shape.name;
      const qualified = member.xmlNamespace ? member : { ...member, xmlNamespace: model.xmlNamespace };
      return (value) => XML_DECLARATION + encodeXml(name, qualified, value, STYLE);
    },
  };
}

function codec(model: ServiceModel, operation: OperationModel): Codec {
  const bind = bindingsDecoder(operation);
  const encodeBindings = bindingsEncoder(operation.output);
  const payload = payloadCodec(operation, xmlBody(model));
  return {
    takesStream: payload.takesStream,
    decode: (request) =>
      guardDepth(() => {
        const input = payload.decode(request);
        try {
          bind(request, input);
        } catch (error) {
          throw error instanceof XmlError ? new ApiError('InvalidArgument', error.message) : error;
        }
        return input;
      }),
    encode(output, requestId) {
      const source = (output ?? {}) as Record<string, unknown>;
      const headers: Record<string, string> = { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) };
      const status = encodeBindings(source, headers) ?? operation.status;
      const { body, contentType } = payload.encode(source);
      if (contentType && !hasContentType(headers)) headers['content-type'] = contentType;
      return { status, headers, body: status === 204 ? undefined : body };
    },
  };
}

/** AWS's tells the host; ours repeats the request id in that form. */
const hostId = (requestId: string) => Buffer.from(`stepwell/${requestId}`, 'utf8').toString('base64');

function encodeError(model: ServiceModel, error: ApiError, requestId: string): WireResponse {
  const { shape, code, status } = errorIdentity(model, error);
  const content =
    element('Code', escapeXml(code)) +
    element('Message', escapeXml(error.message)) +
    (shape ? encodeXmlMembers(shape, error.fields, STYLE) : '') +
    extraFields(error, shape?.memberByName ?? new Map()) +
    element('RequestId', requestId) +
    element('HostId', hostId(requestId));
  const headers: Record<string, string> = {
    'x-amz-request-id': requestId,
    'x-amz-id-2': hostId(requestId),
    'content-type': 'application/xml',
  };
  return { status, headers, body: status === 304 ? undefined : XML_DECLARATION + element('Error', content) };
}

/** S3 says more than its model: `<Key>`, `<BucketName>`, `<Condition>`. */
function extraFields(error: ApiError, known: ReadonlyMap<string, unknown>): string {
  return Object.entries(error.fields)
    .filter(([name, value]) => !known.has(name) && /^[A-Za-z][\w-]*$/.test(name) && value != null)
    .map(([name, value]) => element(name, escapeXml(String(value))))
    .join('');
}
