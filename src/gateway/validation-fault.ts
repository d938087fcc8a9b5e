/**
 * Which exception each service raises for an input that its model forbids, and in which words.
 *
 * Most say `ValidationException` and count the errors. The Query services call it `ValidationError`; some have their own.
 */
import { ApiError } from './operation.ts';
import type { ServiceModel } from './service-model.ts';

export interface ValidationFailure {
  /** `Value '…' at '…' failed to satisfy constraint: …`, one for each. */
  readonly sentences: readonly string[];
  /** The first member at fault: its path as reported, its name in the model, and whether it was missing. */
  readonly path: string;
  readonly isMissing: boolean;
  /** The member is the body of the request. */
  readonly isPayload: boolean;
}

const CODES: Readonly<Record<string, string>> = {
  iam: 'ValidationError',
  sts: 'ValidationError',
  cloudformation: 'ValidationError',
  ses: 'ValidationError',
  sesv2: 'BadRequestException',
  logs: 'InvalidParameterException',
  ecr: 'InvalidParameterException',
  apigateway: 'BadRequestException',
  apigatewayv2: 'BadRequestException',
};

export function validationFault(model: ServiceModel, failure: ValidationFailure): ApiError {
  const member = failure.path.charAt(0).toUpperCase() + failure.path.slice(1);
  switch (model.name) {
    case 's3':
      return s3Fault(failure);
    case 'sqs':
      return failure.isMissing
        ? new ApiError('MissingParameter', `The request must contain the parameter ${member}.`)
        : new ApiError('InvalidParameterValue', counted(failure.sentences));
    case 'sns':
      return failure.isMissing
        ? new ApiError('InvalidParameter', `Invalid parameter: ${member} Reason: no value for required parameter`)
        : new ApiError('InvalidParameter', `Invalid parameter: ${member}`);
    default:
      return new ApiError(CODES[model.name] ?? 'ValidationException', counted(failure.sentences));
  }
}

function counted(sentences: readonly string[]): string {
  const noun = sentences.length === 1 ? 'validation error' : 'validation errors';
  return `${sentences.length} ${noun} detected: ${sentences.join('; ')}`;
}

/** S3 checks documents against its schema and names no member. */
function s3Fault({ path, isPayload }: ValidationFailure): ApiError {
  if (isPayload) return new ApiError('MissingRequestBodyError', 'Request Body is empty');
  return path.includes('.')
    ? new ApiError(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
      )
    : new ApiError('InvalidRequest', `Missing required parameter: ${path}`);
}
