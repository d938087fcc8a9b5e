/** Lambda's exceptions, word for word. */
import { ApiError } from '../../gateway/operation.ts';

export function functionNotFound(arn: string): ApiError {
  return new ApiError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404 });
}

export function resourceNotFound(message: string): ApiError {
  return new ApiError('ResourceNotFoundException', message, { status: 404 });
}

export function invalidParameter(message: string): ApiError {
  return new ApiError('InvalidParameterValueException', message);
}

/** In the words of AWS's front end, for limits that its model does not hold. */
export function exceeds(value: string | number, member: string, limit: string): ApiError {
  return new ApiError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have ${limit}`,
  );
}

export function conflict(message: string): ApiError {
  return new ApiError('ResourceConflictException', message, { status: 409 });
}

export function preconditionFailed(): ApiError {
  const message =
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';
  return new ApiError('PreconditionFailedException', message, { status: 412 });
}

export function requestTooLarge(limitBytes: number, operation: string): ApiError {
  const message = `Request must be smaller than ${limitBytes} bytes for the ${operation} operation`;
  return new ApiError('RequestTooLargeException', message, { status: 413 });
}

export function throttled(): ApiError {
  return new ApiError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
}
