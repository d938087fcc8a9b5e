/** Where the code of CreateFunction and UpdateFunctionCode comes from. */
import { ApiError, type ByteStream } from '../../gateway/operation.ts';
import type { Caller } from './function-store.ts';
import type { LambdaDependencies } from './lambda-dependencies.ts';
import { invalidParameter } from './lambda-errors.ts';

export interface CodeInput {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
}

/** Of a package in the request itself; larger ones come from S3. */
const MAX_DIRECT_BYTES = 52_428_800;
/** AWS names the bound of the whole request, in which the package is Base64. */
const MAX_REQUEST_BYTES = 70_167_211;

/** @throws {ApiError} InvalidParameterValueException, RequestEntityTooLargeException */
export async function readCode(
  { readObject }: Pick<LambdaDependencies, 'readObject'>,
  input: CodeInput,
  { region, account }: Caller,
  operation: string,
): Promise<Uint8Array | ByteStream> {
  if (input.ImageUri !== undefined) {
    throw invalidParameter(
      'Container images (ImageUri) are not supported here. Please provide the code as a zip file.',
    );
  }
  if (input.ZipFile !== undefined) {
    if (input.ZipFile.length > MAX_DIRECT_BYTES) {
      const message = `Request must be smaller than ${MAX_REQUEST_BYTES} bytes for the ${operation} operation`;
      throw new ApiError('RequestEntityTooLargeException', message, { status: 413 });
    }
    return input.ZipFile;
  }
  if (input.S3Bucket === undefined || input.S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  if (!readObject) throw invalidParameter('Code from S3 is not supported here. Please provide a ZipFile.');
  const versionId = input.S3ObjectVersion;
  const request = { region, account, bucket: input.S3Bucket, key: input.S3Key };
  return readObject(versionId === undefined ? request : { ...request, versionId }).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  });
}
