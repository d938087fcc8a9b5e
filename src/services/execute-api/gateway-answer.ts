/** Turns a failure of API Gateway's own into an answer, in the form that the API's gateway responses give it. */
import type { GatewayResponse, Snapshot } from '../apigateway/rest-api-record.ts';
import { type ApiResponse, jsonAnswer } from './api-message.ts';
import type { GatewayFailure } from './gateway-error.ts';
import type { RestCall } from './rest-call.ts';
import { templateScope } from './template-variables.ts';
import { evaluateTemplate } from './vtl/evaluate-template.ts';
import { parseTemplate } from './vtl/parse-template.ts';
import { TemplateError } from './vtl/template-error.ts';

/** AWS puts a blank into these two, and in no other. */
const SPACED = new Set(['Internal server error', 'Endpoint request timed out']);

export function gatewayAnswer(
  failure: GatewayFailure,
  { snapshot, requestId }: { readonly snapshot?: Snapshot; readonly requestId: string },
  call?: RestCall,
): ApiResponse {
  const custom = snapshot && customResponse(snapshot, failure);
  const status = Number(custom?.statusCode) || failure.status;
  const response = jsonAnswer(status, bodyOf(failure, custom, call), [
    ['x-amzn-RequestId', requestId],
    ['x-amz-apigw-id', requestId.replaceAll('-', '').slice(0, 16)],
    ['x-amzn-ErrorType', failure.exception],
    ...customHeaders(custom),
  ]);
  return response;
}

function customResponse({ gatewayResponses }: Snapshot, { type, status }: GatewayFailure): GatewayResponse | undefined {
  return gatewayResponses[type] ?? gatewayResponses[status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX'];
}

function bodyOf(failure: GatewayFailure, custom: GatewayResponse | undefined, call: RestCall | undefined): string {
  const template = custom?.responseTemplates['application/json'];
  if (template === undefined) return plainBody(failure);
  if (!call) return template.replaceAll('$context.error.messageString', JSON.stringify(failure.message));
  try {
    return evaluateTemplate(parseTemplate(template), templateScope(call, '', failure).variables);
  } catch (error) {
    if (error instanceof TemplateError) return plainBody(failure);
    throw error;
  }
}

function plainBody({ message }: GatewayFailure): string {
  return SPACED.has(message) ? `{"message": ${JSON.stringify(message)}}` : JSON.stringify({ message });
}

/** `gatewayresponse.header.Access-Control-Allow-Origin: "'*'"`. */
function customHeaders(custom: GatewayResponse | undefined): [string, string][] {
  return Object.entries(custom?.responseParameters ?? {}).flatMap(([target, value]): [string, string][] => {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const literal = /^'(.*)'$/s.exec(value)?.[1];
    return name !== undefined && literal !== undefined ? [[name, literal]] : [];
  });
}
