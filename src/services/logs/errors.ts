/** What callers of CloudWatch Logs are told, in AWS's words. */
import { ApiError } from '../../gateway/operation.ts';

export const invalidParameter = (message: string): ApiError => new ApiError('InvalidParameterException', message);

export const groupNotFound = (): ApiError =>
  new ApiError('ResourceNotFoundException', 'The specified log group does not exist.');

export const streamNotFound = (): ApiError =>
  new ApiError('ResourceNotFoundException', 'The specified log stream does not exist.');

export const resourceNotFound = (): ApiError =>
  new ApiError('ResourceNotFoundException', 'The specified resource does not exist.');

export const alreadyExists = (what: 'log group' | 'log stream'): ApiError =>
  new ApiError('ResourceAlreadyExistsException', `The specified ${what} already exists`);

/** What AWS does and Stepwell does not: said, never ignored. */
export const notSupported = (what: string): ApiError => invalidParameter(`${what} is not supported by Stepwell.`);
