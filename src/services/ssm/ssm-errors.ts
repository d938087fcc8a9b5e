/** Parameter Store's exceptions in its words. */
import { ApiError } from '../../gateway/operation.ts';

/** AWS says nothing more. */
export const parameterNotFound = () => new ApiError('ParameterNotFound', '');

export const versionNotFound = (message: string) => new ApiError('ParameterVersionNotFound', message);

export const validation = (message: string) => new ApiError('ValidationException', message);
