/** KMS's exceptions in KMS's words. */
import { ApiError } from '../../gateway/operation.ts';

export const notFound = (message: string) => new ApiError('NotFoundException', message);

export const invalidArn = (message: string) => new ApiError('InvalidArnException', message);

export const invalidState = (message: string) => new ApiError('KMSInvalidStateException', message);

export const validation = (message: string) => new ApiError('ValidationException', message);

export const unsupported = (message: string) => new ApiError('UnsupportedOperationException', message);

/** KMS says no more than that: what is wrong with a ciphertext is nobody's business. */
export const invalidCiphertext = () => new ApiError('InvalidCiphertextException', '');
