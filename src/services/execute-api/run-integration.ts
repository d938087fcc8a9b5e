/** Sends a request to the integration of its method, and its answer back. */

import { parseAwsUri } from '../apigateway/integration.ts';
import type { Integration } from '../apigateway/rest-api-record.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { type ApiResponse, headerOf, matchesMediaType, mediaType } from './api-message.ts';
import { awsIntegration } from './aws-integration.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import {
  badGateway,
  configurationError,
  GatewayError,
  integrationFailure,
  unsupportedMediaType,
} from './gateway-error.ts';
import { httpIntegration } from './http-integration.ts';
import { invokeLambda } from './invoke-lambda.ts';
import { mappedResponse } from './mapped-response.ts';
import { proxyAnswer } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import type { RestCall } from './rest-call.ts';
import { templateScope } from './template-variables.ts';
import { evaluateTemplate } from './vtl/evaluate-template.ts';
import { parseTemplate } from './vtl/parse-template.ts';

export async function runIntegration(call: RestCall, dependencies: ApiDependencies): Promise<ApiResponse> {
  const integration = call.method.methodIntegration;
  if (!integration) throw new GatewayError(configurationError);
  if (integration.type === 'MOCK') return mock(call, integration);
  const { clock } = dependencies;
  return withDeadline(clock, integration.timeoutInMillis, call.request.signal, (signal) =>
    send(call, integration, dependencies, signal),
  );
}

async function send(
  call: RestCall,
  integration: Integration,
  dependencies: ApiDependencies,
  signal: AbortSignal,
): Promise<ApiResponse> {
  switch (integration.type) {
    case 'AWS_PROXY':
      return lambdaProxy(call, integration, dependencies, signal);
    case 'AWS': {
      const request = integrationRequest(call, integration);
      return mappedResponse(call, integration, await awsIntegration(call, integration, request, dependencies, signal));
    }
    default: {
      const isProxy = integration.type === 'HTTP_PROXY';
      const request = isProxy ? { body: call.request.body } : integrationRequest(call, integration);
      try {
        const answer = await httpIntegration(call, integration, request, dependencies, signal);
        if (isProxy) return answer;
        const body = answer.body.toString('utf8');
        return mappedResponse(call, integration, { ...answer, selector: String(answer.status), body });
      } catch (error) {
        if (error instanceof DeadlineError || error instanceof GatewayError) throw error;
        if (signal.aborted) throw signal.reason;
        dependencies.logger.warn('An HTTP integration failed', { uri: integration.uri, error: String(error) });
        throw new GatewayError(integrationFailure);
      }
    }
  }
}

async function lambdaProxy(
  call: RestCall,
  integration: Integration,
  dependencies: ApiDependencies,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const { body } = call.request;
  const { binaryMediaTypes } = call.snapshot;
  const isBinary =
    body.length > 0 && matchesMediaType(binaryMediaTypes, mediaType(headerOf(call.headers, 'content-type')));
  const text = body.length === 0 ? null : body.toString(isBinary ? 'base64' : 'utf8');
  const answer = await invokeLambda(dependencies, {
    functionArn: functionArnOf(call, integration),
    payload: JSON.stringify(proxyEvent(call, text, isBinary)),
    account: call.api.account,
    region: call.api.region,
    signal,
  });
  if (answer.type === 'Refused') {
    dependencies.logger.warn('A function behind an API could not be invoked', {
      api: call.api.id,
      message: answer.message,
    });
    throw new GatewayError(configurationError);
  }
  const accept = headerOf(call.headers, 'accept');
  const response = answer.isError ? undefined : proxyAnswer(answer.text, { accept, binaryMediaTypes });
  if (!response) {
    dependencies.logger.warn('Malformed Lambda proxy response', { api: call.api.id, requestId: call.requestId });
    throw new GatewayError(badGateway);
  }
  return response;
}

/** Stage variables may stand in an integration's URI. */
export function withStageVariables(text: string, call: RestCall): string {
  return text.replaceAll(
    /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g,
    (_whole, name: string) => call.stage.variables?.[name] ?? '',
  );
}

export function functionArnOf(call: RestCall, { uri }: Integration): string {
  const target = parseAwsUri(withStageVariables(uri ?? '', call));
  if (target.type !== 'Lambda') throw new GatewayError(configurationError);
  return target.functionArn;
}

export interface IntegrationRequest {
  readonly body: Buffer;
  readonly overrides?: ReturnType<typeof templateScope>['requestOverride'];
}

/** The body as the request template of its content type makes it; without a template it passes, or is refused. */
function integrationRequest(call: RestCall, integration: Integration): IntegrationRequest {
  const { requestTemplates, passthroughBehavior } = integration;
  const type = mediaType(headerOf(call.headers, 'content-type')) || 'application/json';
  const entries = Object.entries(requestTemplates ?? {});
  const template = entries.find(([name]) => name.toLowerCase() === type)?.[1];
  if (template === undefined) {
    const passes =
      passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && entries.length === 0);
    if (!passes) throw new GatewayError(unsupportedMediaType);
    return { body: call.request.body };
  }
  const scope = templateScope(call, call.request.body.toString('utf8'));
  const body = Buffer.from(evaluateTemplate(parseTemplate(template), scope.variables));
  return { body, overrides: scope.requestOverride };
}

/** The request template says with which status the mock answers. */
function mock(call: RestCall, integration: Integration): ApiResponse {
  const { body } = integrationRequest(call, integration);
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(body.toString('utf8'))?.[1];
  if (status === undefined) throw new GatewayError(configurationError);
  return mappedResponse(call, integration, { selector: status, headers: [], body: '' });
}
