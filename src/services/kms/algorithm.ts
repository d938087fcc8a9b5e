import { ApiError } from '../../gateway/operation.ts';

/** All keys are symmetric. @throws {ApiError} InvalidKeyUsageException */
export function checkAlgorithm(algorithm: string | undefined): void {
  if (algorithm !== undefined && algorithm !== 'SYMMETRIC_DEFAULT') {
    throw new ApiError(
      'InvalidKeyUsageException',
      `The encryption algorithm ${algorithm} is not valid for a key with the spec SYMMETRIC_DEFAULT.`,
    );
  }
}
