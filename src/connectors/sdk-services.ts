/**
 * The services by the names that Step Functions gives them, `aws-sdk:sfn` for one, with what their errors are called.
 * Services without a row use their own name for everything and have no table of shapes.
 */
import type { ServiceModel } from '../gateway/service-model.ts';

export interface SdkService {
  /** Key of the service table. */
  readonly model: string;
  /** First part of an error's name and the service in its cause: `Sfn`, `DynamoDb`. */
  readonly prefix: string;
}

const SERVICES: Readonly<Record<string, SdkService>> = {
  apigateway: { model: 'apigateway', prefix: 'ApiGateway' },
  apigatewayv2: { model: 'apigatewayv2', prefix: 'ApiGatewayV2' },
  cloudformation: { model: 'cloudformation', prefix: 'CloudFormation' },
  cloudwatchlogs: { model: 'logs', prefix: 'CloudWatchLogs' },
  dynamodb: { model: 'dynamodb', prefix: 'DynamoDb' },
  ecr: { model: 'ecr', prefix: 'Ecr' },
  eventbridge: { model: 'events', prefix: 'EventBridge' },
  iam: { model: 'iam', prefix: 'Iam' },
  kms: { model: 'kms', prefix: 'Kms' },
  lambda: { model: 'lambda', prefix: 'Lambda' },
  s3: { model: 's3', prefix: 'S3' },
  secretsmanager: { model: 'secretsmanager', prefix: 'SecretsManager' },
  ses: { model: 'ses', prefix: 'Ses' },
  sesv2: { model: 'sesv2', prefix: 'SesV2' },
  sfn: { model: 'stepfunctions', prefix: 'Sfn' },
  sns: { model: 'sns', prefix: 'Sns' },
  sqs: { model: 'sqs', prefix: 'Sqs' },
  ssm: { model: 'ssm', prefix: 'Ssm' },
  sts: { model: 'sts', prefix: 'Sts' },
};

export function sdkService(name: string): SdkService | undefined {
  return Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
}

/** These share their endpoint prefix with the first version of their service, and names of operations, too. */
const SECOND_VERSIONS = new Set(['apigatewayv2', 'sesv2']);

/** How a caller is asked for a service: by its endpoint prefix, or by its own name where two share one. */
export function calledAs({ name, endpointPrefix }: Pick<ServiceModel, 'name' | 'endpointPrefix'>): string {
  return SECOND_VERSIONS.has(name) ? name : endpointPrefix;
}
