/**
 * A service's failure as a workflow sees it. AWS spells it in two ways: the optimised integrations speak with the first Java SDK, the
 * generic ones with the second.
 */
import { createHash } from 'node:crypto';
import type { ServiceModel, Shape } from '../gateway/service-model.ts';
import type { CallResult } from './aws-caller.ts';
import { sdkExceptionName } from './sdk-names.ts';

export type ServiceFailure = Extract<CallResult, { readonly ok: false }>;

export interface FailureText {
  readonly error: string;
  readonly cause: string;
}

/** Names of the first SDK: `SQS`, `AmazonSQS`, `AmazonSQSException`. */
export interface OptimisedNames {
  readonly prefix: string;
  readonly service: string;
  readonly base: string;
}

/** `DynamoDB.ResourceNotFoundException`, or the service's base exception for an error that its model lacks. */
export function optimisedFailure(names: OptimisedNames, model: ServiceModel, failure: ServiceFailure): FailureText {
  if (failure.code === SDK_CLIENT_EXCEPTION) return unreachable(names.prefix, failure);
  const shape = model.errors.get(failure.code);
  const code = shape?.errorCode ?? shape?.name ?? failure.code;
  return {
    error: `${names.prefix}.${shape ? exceptionName(shape) : names.base}`,
    cause: `${failure.message} (Service: ${names.service}; Status Code: ${failure.status}; Error Code: ${code}; Request ID: ${failure.requestId}; Proxy: null)`,
  };
}

/** `S3.NoSuchBucketException`, or `S3.S3Exception` for an error that the model lacks. */
export function sdkFailure(prefix: string, model: ServiceModel, failure: ServiceFailure): FailureText {
  if (failure.code === SDK_CLIENT_EXCEPTION) return unreachable(prefix, failure);
  const shape = model.errors.get(failure.code);
  const extended = model.name === 's3' ? `, Extended Request ID: ${extendedRequestId(failure.requestId)}` : '';
  return {
    error: `${prefix}.${shape ? sdkExceptionName(shape.name) : `${prefix}Exception`}`,
    cause: `${failure.message} (Service: ${prefix}, Status Code: ${failure.status}, Request ID: ${failure.requestId}${extended}) (SDK Attempt Count: 1)`,
  };
}

/** Answers to HEAD have no body that could say what is missing: the second SDK concludes it from the request. */
const MISSING_BY_HEAD: Readonly<Record<string, Pick<ServiceFailure, 'code' | 'message'>>> = {
  HeadBucket: { code: 'NoSuchBucket', message: 'The specified bucket does not exist.' },
  HeadObject: { code: 'NoSuchKey', message: 'The specified key does not exist.' },
};

/** A failure of S3 as the second SDK reads it; any other stays what it is. */
export function readBySdk(model: ServiceModel, operation: string, failure: ServiceFailure): ServiceFailure {
  const missing = model.name === 's3' && failure.status === 404 ? MISSING_BY_HEAD[operation] : undefined;
  return missing ? { ...failure, ...missing } : failure;
}

/** A code of calls that never reached their service: not an answer, but the SDK's own complaint. */
export const SDK_CLIENT_EXCEPTION = 'SdkClientException';

function unreachable(prefix: string, { message }: ServiceFailure): FailureText {
  return { error: `${prefix}.${SDK_CLIENT_EXCEPTION}`, cause: message };
}

function exceptionName(shape: Shape): string {
  return shape.name.endsWith('Exception') ? shape.name : `${shape.name}Exception`;
}

function extendedRequestId(requestId: string): string {
  return createHash('sha512').update(requestId).digest('base64').slice(0, 76);
}
