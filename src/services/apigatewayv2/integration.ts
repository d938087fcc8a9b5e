/** Checks an integration of an HTTP API when it is put. */
import { badRequest } from './http-api-errors.ts';
import type { HttpIntegration } from './http-api-record.ts';

export interface IntegrationInput {
  readonly IntegrationType?: string;
  readonly IntegrationSubtype?: string;
  readonly IntegrationMethod?: string;
  readonly IntegrationUri?: string;
  readonly PayloadFormatVersion?: string;
  readonly ConnectionType?: string;
  readonly CredentialsArn?: string;
  readonly Description?: string;
  readonly RequestParameters?: Readonly<Record<string, string>>;
  readonly ResponseParameters?: Readonly<Record<string, unknown>>;
  readonly TimeoutInMillis?: number;
}

/** First-class integrations: the operation behind each, and its parameters that are given as JSON. */
export const SUBTYPES: Readonly<Record<string, { readonly service: string; readonly operation: string }>> = {
  'StepFunctions-StartExecution': { service: 'states', operation: 'StartExecution' },
  'StepFunctions-StartSyncExecution': { service: 'states', operation: 'StartSyncExecution' },
  'StepFunctions-StopExecution': { service: 'states', operation: 'StopExecution' },
  'SQS-SendMessage': { service: 'sqs', operation: 'SendMessage' },
  'EventBridge-PutEvents': { service: 'events', operation: 'PutEvents' },
};

const MAX_TIMEOUT_MS = 30_000;

export function integrationOf(input: IntegrationInput, id: string): HttpIntegration {
  const { IntegrationType, IntegrationSubtype, IntegrationUri, TimeoutInMillis = MAX_TIMEOUT_MS } = input;
  if (IntegrationType !== 'AWS_PROXY' && IntegrationType !== 'HTTP_PROXY') {
    throw badRequest(`HTTP APIs have integrations of the types AWS_PROXY and HTTP_PROXY, not ${IntegrationType}`);
  }
  if (input.ConnectionType === 'VPC_LINK')
    throw badRequest('Stepwell does not support integrations through a VPC link');
  if (Object.keys(input.ResponseParameters ?? {}).length > 0) {
    throw badRequest('Stepwell does not support ResponseParameters of HTTP APIs');
  }
  if (IntegrationSubtype !== undefined && !Object.hasOwn(SUBTYPES, IntegrationSubtype)) {
    throw badRequest(`Stepwell does not support the integration subtype ${IntegrationSubtype}`);
  }
  if (IntegrationSubtype === undefined && !IntegrationUri) throw badRequest('IntegrationUri should be provided');
  if (IntegrationType === 'HTTP_PROXY' && !/^https?:\/\//.test(IntegrationUri ?? '')) {
    throw badRequest('Invalid HTTP endpoint specified for URI');
  }
  if (IntegrationType === 'AWS_PROXY' && IntegrationSubtype === undefined && !functionArnOf(IntegrationUri as string)) {
    throw badRequest(`Invalid function ARN or invalid uri ${IntegrationUri}`);
  }
  const isLambda = IntegrationType === 'AWS_PROXY' && IntegrationSubtype === undefined;
  const format = input.PayloadFormatVersion ?? (isLambda ? '2.0' : '1.0');
  if (format !== '1.0' && format !== '2.0') throw badRequest('PayloadFormatVersion must be 1.0 or 2.0');
  if (TimeoutInMillis < 50 || TimeoutInMillis > MAX_TIMEOUT_MS) {
    throw badRequest(`Timeout should be between 50 ms and ${MAX_TIMEOUT_MS} ms`);
  }
  return {
    IntegrationId: id,
    IntegrationType,
    IntegrationSubtype,
    IntegrationMethod: input.IntegrationMethod ?? (isLambda ? 'POST' : undefined),
    IntegrationUri,
    PayloadFormatVersion: format,
    ConnectionType: 'INTERNET',
    CredentialsArn: input.CredentialsArn,
    Description: input.Description,
    RequestParameters: input.RequestParameters,
    TimeoutInMillis,
  };
}

/** Of a function's ARN, or of API Gateway's way to write it. */
export function functionArnOf(uri: string): string | undefined {
  const wrapped = /:lambda:path\/\/?2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  const arn = wrapped ?? uri;
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+$/.test(arn) ? arn : undefined;
}
