/**
 * The Query protocol: a form with `Action` and `Version` in, XML out.
 */
import { decodeForm, FormError, readForm } from './form-codec.ts';
import { ApiError } from './operation.ts';
import { type Codec, errorIdentity, type Protocol, type WireResponse } from './protocol.ts';
import { guardDepth } from './serialization-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';
import { encodeXmlMembers, type XmlStyle } from './xml-codec.ts';
import { XmlError } from './xml-reader.ts';
import { element, escapeXml, XML_DECLARATION } from './xml-writer.ts';

export const queryProtocol: Protocol = { codec, encodeError };

const STYLE: XmlStyle = { millisecondsAlways: false };

function codec(model: ServiceModel, operation: OperationModel): Codec {
  const namespace = ` xmlns="${escapeXml(model.xmlNamespace ?? '')}"`;
  return {
    takesStream: false,
    decode({ body, rawQuery, headers }) {
      const { input } = operation;
      if (!input) return {};
      return guardDepth(() => {
        try {
          // GET requests have everything in the URL.
          const form = readForm(isForm(headers) ? `${rawQuery}&${body.toString('utf8')}` : rawQuery);
          return decodeForm(input, form);
        } catch (error) {
          if (error instanceof XmlError || error instanceof FormError)
            throw new ApiError('MalformedInput', error.message);
          throw error;
        }
      });
    },
    encode(output, requestId) {
      const members = operation.output ? encodeXmlMembers(operation.output, output ?? {}, STYLE) : '';
      const result = operation.resultWrapper ? element(operation.resultWrapper, members) : members;
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      return xml(200, element(`${operation.name}Response`, result + metadata, namespace), requestId);
    },
  };
}

export function isForm(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function xml(status: number, document: string, requestId: string): WireResponse {
  return {
    status,
    headers: { 'x-amzn-RequestId': requestId, 'content-type': 'text/xml' },
    body: XML_DECLARATION + document,
  };
}

function encodeError(model: ServiceModel, error: ApiError, requestId: string): WireResponse {
  const { shape, code, status } = errorIdentity(model, error);
  const fields = shape ? encodeXmlMembers(shape, withoutMessage(error.fields), STYLE) : '';
  const content =
    element('Type', error.fault === 'client' ? 'Sender' : 'Receiver') +
    element('Code', escapeXml(code)) +
    element('Message', escapeXml(error.message)) +
    fields;
  const document = element('Error', content) + element('RequestId', requestId);
  return xml(status, element('ErrorResponse', document, ` xmlns="${escapeXml(model.xmlNamespace ?? '')}"`), requestId);
}

function withoutMessage(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { message: _message, Message: _Message, ...rest } = fields;
  return rest;
}
