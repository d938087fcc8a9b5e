import { randomBytes } from 'node:crypto';
import { type EncryptionContext, seal } from './ciphertext.ts';
import { requireUsableKey } from './find-key.ts';
import { type KeyPlace, type Kms, keyArn } from './key-record.ts';
import { validation } from './kms-errors.ts';

export interface DataKeyInput {
  readonly KeyId: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly KeySpec?: 'AES_256' | 'AES_128';
  readonly NumberOfBytes?: number;
}

/** @throws {ApiError} */
export function makeDataKey(kms: Kms, place: KeyPlace, input: DataKeyInput) {
  const { KeySpec, NumberOfBytes } = input;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validation(
      KeySpec === undefined
        ? 'Please specify either number of bytes or key spec.'
        : 'Please specify either number of bytes or key spec, but not both.',
    );
  }
  const key = requireUsableKey(kms, place, input.KeyId);
  const plaintext = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32));
  return { plaintext, ciphertext: seal(key, plaintext, input.EncryptionContext), keyArn: keyArn(key) };
}
