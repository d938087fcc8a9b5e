/** SecureStrings are encrypted under the key that their owner named, with the parameter's ARN as context, as AWS does. */
import { ApiError } from '../../gateway/operation.ts';
import { type Parameter, type ParameterPlace, type ParameterStore, parameterArn } from './parameter-record.ts';

export const DEFAULT_KEY = 'alias/aws/ssm';

/** @throws {ApiError} InvalidKeyId */
export async function sealValue(
  { keyRing }: ParameterStore,
  place: ParameterPlace,
  name: string,
  keyId: string,
  value: string,
): Promise<string> {
  try {
    const { ciphertext } = await keyRing.encrypt(place, keyId, Buffer.from(value), contextOf(place, name));
    return ciphertext.toString('base64');
  } catch (error) {
    throw keyFailure(error);
  }
}

/** The value in the clear, or, without decryption, as it is kept. @throws {ApiError} InvalidKeyId */
export function openValue({ keyRing }: ParameterStore, { record, version }: Parameter, isDecrypted: boolean): string {
  if (version.type !== 'SecureString' || !isDecrypted) return version.value;
  try {
    return keyRing.decrypt(record, Buffer.from(version.value, 'base64'), contextOf(record, record.name)).toString();
  } catch (error) {
    throw keyFailure(error);
  }
}

function contextOf(place: ParameterPlace, name: string): Record<string, string> {
  return { PARAMETER_ARN: parameterArn(place, name) };
}

function keyFailure(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ApiError(
    'InvalidKeyId',
    `${error.message} (Service: AWSKMS; Status Code: 400; Error Code: ${error.code}; Proxy: null)`,
  );
}
