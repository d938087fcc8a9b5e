/** Secrets Manager's exceptions in its words. */
import { ApiError } from '../../gateway/operation.ts';

export const notFound = (message = "Secrets Manager can't find the specified secret.") =>
  new ApiError('ResourceNotFoundException', message);

export const invalidRequest = (message: string) => new ApiError('InvalidRequestException', message);

export const invalidParameter = (message: string) => new ApiError('InvalidParameterException', message);

export const resourceExists = (message: string) => new ApiError('ResourceExistsException', message);

export const validation = (message: string) => new ApiError('ValidationException', message);
