/**
 * Signs notifications as AWS does (version 1, SHA1withRSA), with a key and a certificate of this server's own.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from './self-signed-certificate.ts';

export interface SignedFields {
  readonly SignatureVersion: string;
  readonly Signature: string;
  readonly SigningCertURL: string;
}

export const CERTIFICATE_PATH = '/_stepwell/sns/SimpleNotificationService.pem';

export interface SigningKey {
  /** PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly certificate: string;
}

export function createSigningKey(nowMs: number): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: selfSignedCertificate(publicKey, privateKey, nowMs),
  };
}

export class MessageSigner {
  readonly #key: () => SigningKey;
  readonly #baseUrl: () => string;

  constructor(key: () => SigningKey, baseUrl: () => string) {
    this.#key = key;
    this.#baseUrl = baseUrl;
  }

  /** PEM. */
  get certificate(): string {
    return this.#key().certificate;
  }

  /** Signs the fields in the order of their names, those that are absent left out. */
  sign(fields: Readonly<Record<string, string | undefined>>): SignedFields {
    const text = Object.keys(fields)
      .sort()
      .flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`]))
      .join('');
    return {
      SignatureVersion: '1',
      Signature: createSign('RSA-SHA1').update(text).sign(this.#key().privateKey, 'base64'),
      SigningCertURL: `${this.#baseUrl()}${CERTIFICATE_PATH}`,
    };
  }
}
