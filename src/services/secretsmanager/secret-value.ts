/** The value of a version: text or bytes, encrypted under the secret's key with its ARN and version as context. */
import { ApiError } from '../../gateway/operation.ts';
import type { RecordChange } from '../../store/records.ts';
import { placeOf } from './secret-changes.ts';
import { invalidParameter } from './secret-errors.ts';
import { type SecretRecord, type SecretsManager, VALUES, type ValueRecord, valueKey } from './secret-record.ts';

export interface ValueInput {
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
}

export type SecretValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'binary'; readonly bytes: Uint8Array };

/** @throws {ApiError} InvalidParameterException for both */
export function readValueInput({ SecretString, SecretBinary }: ValueInput): SecretValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (SecretString !== undefined) return { type: 'string', text: SecretString };
  return SecretBinary && { type: 'binary', bytes: SecretBinary };
}

export function areEqual(a: SecretValue, b: SecretValue): boolean {
  return a.type === b.type && bytesOf(a).equals(bytesOf(b));
}

const bytesOf = (value: SecretValue): Buffer =>
  value.type === 'string' ? Buffer.from(value.text) : Buffer.from(value.bytes);

/** @throws {ApiError} EncryptionFailure */
export async function sealValue(
  { keyRing }: SecretsManager,
  secret: SecretRecord,
  versionId: string,
  value: SecretValue,
): Promise<RecordChange> {
  const key = secret.kmsKeyId ?? 'alias/aws/secretsmanager';
  try {
    const { ciphertext } = await keyRing.encrypt(placeOf(secret), key, bytesOf(value), contextOf(secret, versionId));
    const record: ValueRecord = { type: value.type, ciphertext: ciphertext.toString('base64') };
    return { type: 'put', collection: VALUES, key: valueKey(secret.arn, versionId), value: record };
  } catch (error) {
    throw keyFailure(error, 'EncryptionFailure', 'encrypt');
  }
}

/** @throws {ApiError} DecryptionFailure */
export function openValue(manager: SecretsManager, secret: SecretRecord, versionId: string): SecretValue {
  const record = manager.values.get(valueKey(secret.arn, versionId));
  if (!record) throw new Error(`The version ${versionId} of ${secret.arn} has lost its value`);
  try {
    const ciphertext = Buffer.from(record.ciphertext, 'base64');
    const bytes = manager.keyRing.decrypt(placeOf(secret), ciphertext, contextOf(secret, versionId));
    return record.type === 'string' ? { type: 'string', text: bytes.toString() } : { type: 'binary', bytes };
  } catch (error) {
    throw keyFailure(error, 'DecryptionFailure', 'decrypt');
  }
}

export function valueView(value: SecretValue): ValueInput {
  return value.type === 'string' ? { SecretString: value.text } : { SecretBinary: value.bytes };
}

function contextOf({ arn }: SecretRecord, versionId: string): Record<string, string> {
  return { SecretARN: arn, SecretVersionId: versionId };
}

function keyFailure(error: unknown, code: string, verb: string): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ApiError(
    code,
    `Secrets Manager can't ${verb} the protected secret text using the provided KMS key. ${error.message}`,
  );
}
