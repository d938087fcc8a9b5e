/** Integrations of type AWS: a function called with what a template made, or a JSON action of a service such as `states:action/StartExecution`. */
import type { CallResult } from '../../connectors/aws-caller.ts';
import { parseAwsUri } from '../apigateway/integration.ts';
import type { Integration } from '../apigateway/rest-api-record.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { badGateway, configurationError, GatewayError } from './gateway-error.ts';
import { invokeLambda } from './invoke-lambda.ts';
import type { IntegrationAnswer } from './mapped-response.ts';
import { requestValue } from './parameter-mapping.ts';
import type { RestCall } from './rest-call.ts';
import { type IntegrationRequest, withStageVariables } from './run-integration.ts';

const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

export async function awsIntegration(
  call: RestCall,
  integration: Integration,
  request: IntegrationRequest,
  dependencies: ApiDependencies,
  signal: AbortSignal,
): Promise<IntegrationAnswer> {
  const target = parseAwsUri(withStageVariables(integration.uri ?? '', call));
  const text = request.body.toString('utf8');
  const { account, region } = call.api;
  if (target.type === 'Lambda') {
    const isAsynchronous = isEvent(call, integration);
    const payload = text === '' ? '{}' : text;
    const { functionArn } = target;
    const answer = await invokeLambda(dependencies, { functionArn, payload, isAsynchronous, account, region, signal });
    if (answer.type === 'Refused') {
      dependencies.logger.warn('A function behind an API could not be invoked', {
        api: call.api.id,
        message: answer.message,
      });
      // Lambda's own refusals have a status, which patterns may select.
      return {
        selector: String(answer.status),
        headers: JSON_HEADERS,
        body: JSON.stringify({ message: answer.message }),
      };
    }
    if (!answer.isError) return { headers: JSON_HEADERS, body: answer.text };
    return { selector: errorMessage(answer.text), headers: JSON_HEADERS, body: answer.text };
  }
  const params = parseParams(text);
  if (!params) throw new GatewayError(badGateway);
  const result = await dependencies.caller.call({
    service: target.service,
    operation: target.action,
    params,
    account,
    region,
    signal,
  });
  if (result.ok)
    return { selector: String(result.status), headers: JSON_HEADERS, body: JSON.stringify(wire(result.output)) };
  return refused(result, call, dependencies);
}

function refused(
  result: Extract<CallResult, { ok: false }>,
  call: RestCall,
  { logger }: ApiDependencies,
): IntegrationAnswer {
  if (result.code === 'UnknownOperationException') {
    logger.warn('An integration names an operation that is not there', { api: call.api.id, message: result.message });
    throw new GatewayError(configurationError);
  }
  const body = JSON.stringify({ __type: result.code, message: result.message });
  return { selector: String(result.status), headers: JSON_HEADERS, body };
}

/** A header of the integration's request, mapped or set by the template, asks for an asynchronous call. */
function isEvent(call: RestCall, { requestParameters }: Integration): boolean {
  const mapped = Object.entries(requestParameters ?? {}).find(
    ([name]) => name.toLowerCase() === 'integration.request.header.x-amz-invocation-type',
  );
  return mapped !== undefined && requestValue(mapped[1], call) === 'Event';
}

function errorMessage(text: string): string {
  try {
    return String((JSON.parse(text) as { errorMessage?: unknown }).errorMessage);
  } catch {
    return text;
  }
}

function parseParams(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** As AWS's JSON protocols write it: times in seconds, bytes in Base64. */
function wire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wire(member)]));
  }
  return value;
}
