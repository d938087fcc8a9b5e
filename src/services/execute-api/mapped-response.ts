/** An integration's answer as the method's: the integration response that its pattern selects, its headers and its template. */
import type { Integration, IntegrationResponse } from '../apigateway/rest-api-record.ts';
import { type ApiResponse, type HeaderList, headerOf, mediaType } from './api-message.ts';
import { configurationError, GatewayError } from './gateway-error.ts';
import { responseValue } from './parameter-mapping.ts';
import type { RestCall } from './rest-call.ts';
import { templateScope } from './template-variables.ts';
import { evaluateTemplate } from './vtl/evaluate-template.ts';
import { javaText } from './vtl/java-values.ts';
import { parseTemplate } from './vtl/parse-template.ts';

export interface IntegrationAnswer {
  /** What patterns are matched against: a status, or a function's error message; absent if a function succeeded. */
  readonly selector?: string;
  readonly headers: HeaderList;
  readonly body: string;
}

export function mappedResponse(call: RestCall, integration: Integration, answer: IntegrationAnswer): ApiResponse {
  const response = selected(integration, answer.selector);
  if (!response) throw new GatewayError(configurationError);
  const headers: [string, string][] = [];
  for (const [target, expression] of Object.entries(response.responseParameters ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const value = name === undefined ? undefined : responseValue(expression, call, answer);
    if (name !== undefined && value !== undefined) headers.push([name, value]);
  }
  const accepted = mediaType((headerOf(call.headers, 'accept') ?? '').split(',')[0]);
  const templates = Object.entries(response.responseTemplates ?? {});
  const chosen = templates.find(([type]) => type.toLowerCase() === accepted) ?? templates[0];
  const contentType = chosen?.[0] ?? headerOf(answer.headers, 'content-type') ?? 'application/json';
  if (headerOf(headers, 'content-type') === undefined) headers.push(['Content-Type', contentType]);
  let status = Number(response.statusCode);
  let body = answer.body;
  if (chosen?.[1]) {
    const scope = templateScope(call, answer.body);
    body = evaluateTemplate(parseTemplate(chosen[1]), scope.variables);
    if (scope.responseOverride.status !== undefined) status = scope.responseOverride.status;
    for (const [name, value] of Object.entries(scope.responseOverride.header)) headers.push([name, javaText(value)]);
  }
  const bytes = Buffer.from(body, response.contentHandling === 'CONVERT_TO_BINARY' ? 'base64' : 'utf8');
  return { status, headers, body: bytes };
}

function selected(
  { integrationResponses }: Integration,
  selector: string | undefined,
): IntegrationResponse | undefined {
  const all = Object.values(integrationResponses ?? {});
  const byDefault = all.find(({ selectionPattern }) => !selectionPattern);
  if (selector === undefined) return byDefault;
  const matched = all.find(
    ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`, 's').test(selector),
  );
  return matched ?? byDefault;
}
