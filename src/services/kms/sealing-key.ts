import { ApiError } from '../../gateway/operation.ts';
import { sealedWith } from './ciphertext.ts';
import { findKey, requireUsableKey } from './find-key.ts';
import { type KeyPlace, type KeyRecord, type Kms, keyArn } from './key-record.ts';
import { invalidCiphertext } from './kms-errors.ts';

/** The key of a ciphertext; where the caller names one, it must be that one. @throws {ApiError} */
export function requireSealingKey(
  kms: Kms,
  place: KeyPlace,
  ciphertext: Uint8Array,
  keyId: string | undefined,
): KeyRecord {
  const named = keyId === undefined ? undefined : requireUsableKey(kms, place, keyId);
  const id = sealedWith(ciphertext);
  if (named && named.id !== id) {
    throw new ApiError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  const key = findKey(kms, place, id);
  if (!key) throw invalidCiphertext();
  return requireUsableKey(kms, key, keyArn(key));
}
