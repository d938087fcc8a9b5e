/**
 * Keys for other services of this server: what they keep is encrypted under the key that their caller names, or under the key that AWS manages
 * for them (`alias/aws/ssm`), which is made when first needed.
 */
import type { EncryptionContext } from './ciphertext.ts';
import { seal, sealedWith, unseal } from './ciphertext.ts';
import { requireUsableKey } from './find-key.ts';
import { ALIASES, KEYS, type KeyPlace, type Kms, keyArn, placePrefix } from './key-record.ts';
import { newKey } from './new-key.ts';

export interface KeyRing {
  /** @throws {ApiError} as KMS's Encrypt */
  encrypt(place: KeyPlace, keyId: string, plaintext: Uint8Array, context?: EncryptionContext): Promise<SealedValue>;
  /** @throws {ApiError} as KMS's Decrypt */
  decrypt(place: KeyPlace, ciphertext: Uint8Array, context?: EncryptionContext): Buffer;
}

export interface SealedValue {
  readonly ciphertext: Buffer;
  readonly keyArn: string;
}

export function createKeyRing(kms: Kms): KeyRing {
  const making = new Map<string, Promise<void>>();

  /** Two callers at once do not make two keys. */
  async function ensureServiceKey(place: KeyPlace, name: string): Promise<void> {
    const aliasKey = placePrefix(place) + name;
    if (making.has(aliasKey)) return making.get(aliasKey);
    if (kms.aliases.has(aliasKey)) return;
    const made = makeServiceKey(kms, place, name).finally(() => making.delete(aliasKey));
    making.set(aliasKey, made);
    return made;
  }

  return {
    async encrypt(place, keyId, plaintext, context) {
      if (/^alias\/aws\/[a-z0-9-]+$/.test(keyId)) await ensureServiceKey(place, keyId);
      const key = requireUsableKey(kms, place, keyId);
      return { ciphertext: seal(key, plaintext, context), keyArn: keyArn(key) };
    },
    decrypt(place, ciphertext, context) {
      return unseal(requireUsableKey(kms, place, sealedWith(ciphertext)), ciphertext, context);
    },
  };
}

function makeServiceKey(kms: Kms, place: KeyPlace, name: string): Promise<void> {
  const service = name.slice('alias/aws/'.length);
  const description = `Default key that protects my ${service} data when no other key is defined`;
  const key = newKey(kms, place, { manager: 'AWS', description });
  const alias = { name, targetKeyId: key.id, createdMs: key.createdMs, updatedMs: key.createdMs };
  return kms.records.write([
    { type: 'put', collection: KEYS, key: placePrefix(place) + key.id, value: key },
    { type: 'put', collection: ALIASES, key: placePrefix(place) + name, value: alias },
  ]);
}
