/** Checks an integration when it is put: what could not be served is refused here, not when a request comes. */
import { parseTemplate } from '../execute-api/vtl/parse-template.ts';
import { TemplateError } from '../execute-api/vtl/template-error.ts';
import { badRequest } from './rest-api-errors.ts';
import type { Integration, IntegrationResponse, IntegrationType, Texts } from './rest-api-record.ts';

export type AwsTarget =
  | { readonly type: 'Lambda'; readonly functionArn: string }
  | { readonly type: 'Action'; readonly service: string; readonly action: string };

export interface IntegrationInput {
  readonly type: string;
  readonly integrationHttpMethod?: string;
  readonly uri?: string;
  readonly connectionType?: string;
  readonly connectionId?: string;
  readonly credentials?: string;
  readonly requestParameters?: Texts;
  readonly requestTemplates?: Texts;
  readonly passthroughBehavior?: string;
  readonly cacheNamespace?: string;
  readonly cacheKeyParameters?: readonly string[];
  readonly contentHandling?: string;
  readonly timeoutInMillis?: number;
  readonly tlsConfig?: unknown;
  readonly responseTransferMode?: string;
}

const TYPES: readonly string[] = ['HTTP', 'AWS', 'MOCK', 'HTTP_PROXY', 'AWS_PROXY'] satisfies IntegrationType[];
const DEFAULT_TIMEOUT_MS = 29_000;

export function integrationOf(input: IntegrationInput, resourceId: string): Integration {
  if (!TYPES.includes(input.type)) throw badRequest(`Invalid integration type ${input.type}`);
  const type = input.type as IntegrationType;
  if (input.connectionType === 'VPC_LINK')
    throw badRequest('Stepwell does not support integrations through a VPC link');
  if (input.responseTransferMode === 'STREAM') throw badRequest('Stepwell does not support streamed responses');
  const isAws = type === 'AWS' || type === 'AWS_PROXY';
  if (type !== 'MOCK' && !input.uri) throw badRequest('Invalid HTTP endpoint specified for URI');
  if (isAws) {
    if (!input.integrationHttpMethod) {
      throw badRequest('Enumeration value for HttpMethod must be non-empty');
    }
    const target = parseAwsUri(input.uri as string);
    if (type === 'AWS_PROXY' && target.type !== 'Lambda') {
      throw badRequest(
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      );
    }
  } else if (type !== 'MOCK' && !/^https?:\/\//.test(input.uri as string)) {
    throw badRequest('Invalid HTTP endpoint specified for URI');
  }
  for (const template of Object.values(input.requestTemplates ?? {})) checkTemplate(template);
  const timeoutInMillis = input.timeoutInMillis ?? DEFAULT_TIMEOUT_MS;
  if (timeoutInMillis < 50 || timeoutInMillis > DEFAULT_TIMEOUT_MS) {
    throw badRequest('Timeout should be between 50 ms and 29000 ms');
  }
  return {
    type,
    ...(input.integrationHttpMethod !== undefined && { httpMethod: input.integrationHttpMethod }),
    ...(input.uri !== undefined && { uri: input.uri }),
    ...(input.connectionType !== undefined && { connectionType: input.connectionType }),
    ...(input.credentials !== undefined && { credentials: input.credentials }),
    ...(input.requestParameters !== undefined && { requestParameters: input.requestParameters }),
    ...(input.requestTemplates !== undefined && { requestTemplates: input.requestTemplates }),
    passthroughBehavior: input.passthroughBehavior ?? 'WHEN_NO_MATCH',
    ...(input.contentHandling !== undefined && { contentHandling: input.contentHandling }),
    timeoutInMillis,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    ...(input.tlsConfig !== undefined && { tlsConfig: input.tlsConfig }),
  };
}

export function integrationResponseOf(input: IntegrationResponse): IntegrationResponse {
  for (const template of Object.values(input.responseTemplates ?? {})) checkTemplate(template);
  if (input.selectionPattern !== undefined) checkPattern(input.selectionPattern);
  const { statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling } = input;
  return {
    statusCode,
    ...(selectionPattern !== undefined && { selectionPattern }),
    ...(responseParameters !== undefined && { responseParameters }),
    ...(responseTemplates !== undefined && { responseTemplates }),
    ...(contentHandling !== undefined && { contentHandling }),
  };
}

function checkTemplate(text: string | null): void {
  try {
    parseTemplate(text ?? '');
  } catch (error) {
    if (error instanceof TemplateError) throw badRequest(`Invalid mapping template specified: ${error.message}`);
    throw error;
  }
}

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern, 's');
  } catch {
    throw badRequest(`Invalid selection pattern specified: ${pattern}`);
  }
}

const LAMBDA_PATH = /^path\/\/?2015-03-31\/functions\/(.+)\/invocations$/;
/** Services whose actions take and give JSON. */
const JSON_SERVICES = new Set(['states', 'dynamodb', 'events', 'logs', 'ssm', 'secretsmanager', 'kms']);

/** `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations`, `…:states:action/StartExecution`. */
export function parseAwsUri(uri: string): AwsTarget {
  const match = /^arn:[^:]+:apigateway:[^:]*:([^:]+):(.+)$/s.exec(uri);
  if (!match) throw badRequest('Invalid ARN specified in the request');
  const [, service = '', rest = ''] = match;
  if (service === 'lambda') {
    const functionArn = LAMBDA_PATH.exec(rest)?.[1];
    if (functionArn === undefined) throw badRequest('AWS ARN for integration must contain path or action');
    return { type: 'Lambda', functionArn };
  }
  const action = /^action\/([A-Za-z]+)/.exec(rest)?.[1];
  if (action !== undefined && JSON_SERVICES.has(service)) return { type: 'Action', service, action };
  if (!/^(?:path|action)\//.test(rest)) throw badRequest('AWS ARN for integration must contain path or action');
  throw badRequest(
    `Stepwell does not support the AWS integration ${service}:${rest}: it has Lambda and the actions of ${[...JSON_SERVICES].join(', ')}`,
  );
}
