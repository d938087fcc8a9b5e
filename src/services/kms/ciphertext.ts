/**
 * What Encrypt answers: AES-256-GCM under a key's material.
 *
 * C1 A ciphertext names its key, so that Decrypt needs no key id. C2 It opens only with the encryption context that it was sealed with.
 * Layout: version, length of the key id, key id, 12 bytes of nonce, 16 bytes of tag, the rest.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRecord } from './key-record.ts';
import { invalidCiphertext } from './kms-errors.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function seal(key: KeyRecord, plaintext: Uint8Array, context: EncryptionContext = {}): Buffer {
  const id = Buffer.from(key.id);
  const nonce = randomBytes(NONCE_BYTES);
  const header = Buffer.concat([Buffer.from([VERSION, id.length]), id]);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(additionalData(header, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), sealed]);
}

/** The id of the key that a ciphertext was sealed with. @throws {ApiError} InvalidCiphertextException */
export function sealedWith(ciphertext: Uint8Array): string {
  const length = ciphertext[1] ?? 0;
  if (ciphertext[0] !== VERSION || ciphertext.length < 2 + length + NONCE_BYTES + TAG_BYTES) throw invalidCiphertext();
  return Buffer.from(ciphertext.subarray(2, 2 + length)).toString();
}

/** @throws {ApiError} InvalidCiphertextException */
export function unseal(key: KeyRecord, ciphertext: Uint8Array, context: EncryptionContext = {}): Buffer {
  const headerEnd = 2 + sealedWith(ciphertext).length;
  const nonceEnd = headerEnd + NONCE_BYTES;
  const tagEnd = nonceEnd + TAG_BYTES;
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(key.material, 'base64'),
    ciphertext.subarray(headerEnd, nonceEnd),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(additionalData(ciphertext.subarray(0, headerEnd), context));
  decipher.setAuthTag(ciphertext.subarray(nonceEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(tagEnd)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** Contexts are equal whatever the order of their members. */
function additionalData(header: Uint8Array, context: EncryptionContext): Buffer {
  const members = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(members))]);
}
