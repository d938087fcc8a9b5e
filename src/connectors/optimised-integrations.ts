/**
 * The optimised integrations that are one operation of a service. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
import { crc32 } from 'node:zlib';
import type { IntegrationPattern } from '../asl/state-machine.ts';
import type { TaskRequest } from './connector.ts';
import { nameEventOrigin } from './name-event-origin.ts';
import type { OptimisedNames } from './service-failure.ts';

/** An action that is a thin shape over one operation of a service. */
export interface ThinIntegration {
  readonly resource: string;
  readonly model: string;
  readonly operation: string;
  readonly patterns: readonly IntegrationPattern[];
  readonly names: OptimisedNames;
  readonly contentType: string;
  /** The argument that is the URL which the request goes to. */
  readonly urlArgument?: string;
  /** What Step Functions adds to the arguments. */
  readonly complete?: (
    params: Readonly<Record<string, unknown>>,
    request: TaskRequest,
  ) => Readonly<Record<string, unknown>>;
  /** Headers of the answer beside those of every service. */
  readonly headers?: (body: string, requestId: string) => Readonly<Record<string, string>>;
}

const DYNAMODB: OptimisedNames = {
  prefix: 'DynamoDB',
  service: 'AmazonDynamoDBv2',
  base: 'AmazonDynamoDBException',
};
const SNS: OptimisedNames = { prefix: 'SNS', service: 'AmazonSNS', base: 'AmazonSNSException' };
const SQS: OptimisedNames = { prefix: 'SQS', service: 'AmazonSQS', base: 'AmazonSQSException' };
const EVENTS: OptimisedNames = {
  prefix: 'EventBridge',
  service: 'AmazonEventBridge',
  base: 'AmazonEventBridgeException',
};

type Headers = NonNullable<ThinIntegration['headers']>;

/** In DynamoDB's own order; another front end answers GetItem. */
const dynamoDbHeaders: Headers = (body, requestId) => ({
  Server: 'Server',
  Connection: 'keep-alive',
  'x-amzn-RequestId': requestId,
  'x-amz-crc32': String(crc32(body)),
});
const getItemHeaders: Headers = (body, requestId) => ({
  Server: 'Server',
  'x-amzn-requestid': requestId,
  Connection: 'keep-alive',
  'x-amz-crc32': String(crc32(body)),
});

const JSON_10 = 'application/x-amz-json-1.0';
const WITH_TOKEN: readonly IntegrationPattern[] = ['REQUEST_RESPONSE', 'WAIT_FOR_TASK_TOKEN'];

export const thinIntegrations: readonly ThinIntegration[] = [
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map(
    (operation): ThinIntegration => ({
      resource: `dynamodb:${operation.charAt(0).toLowerCase()}${operation.slice(1)}`,
      model: 'dynamodb',
      operation,
      patterns: ['REQUEST_RESPONSE'],
      names: DYNAMODB,
      contentType: JSON_10,
      headers: operation === 'GetItem' ? getItemHeaders : dynamoDbHeaders,
    }),
  ),
  {
    resource: 'sns:publish',
    model: 'sns',
    operation: 'Publish',
    patterns: WITH_TOKEN,
    names: SNS,
    contentType: 'text/xml',
  },
  {
    resource: 'sqs:sendMessage',
    model: 'sqs',
    operation: 'SendMessage',
    patterns: WITH_TOKEN,
    names: SQS,
    contentType: JSON_10,
    urlArgument: 'QueueUrl',
  },
  {
    resource: 'events:putEvents',
    model: 'events',
    operation: 'PutEvents',
    patterns: WITH_TOKEN,
    names: EVENTS,
    contentType: 'application/x-amz-json-1.1',
    complete: nameEventOrigin,
  },
];
