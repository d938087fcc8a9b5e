import type { Operation } from '../../../gateway/operation.ts';
import { checkAlgorithm } from '../algorithm.ts';
import { type EncryptionContext, seal } from '../ciphertext.ts';
import { requireUsableKey } from '../find-key.ts';
import { type Kms, keyArn } from '../key-record.ts';

export interface EncryptInput {
  readonly KeyId: string;
  readonly Plaintext: Uint8Array;
  readonly EncryptionContext?: EncryptionContext;
  readonly EncryptionAlgorithm?: string;
}

export function encrypt(kms: Kms): Operation<EncryptInput> {
  return (input, context) => {
    checkAlgorithm(input.EncryptionAlgorithm);
    const key = requireUsableKey(kms, context, input.KeyId);
    return {
      CiphertextBlob: seal(key, input.Plaintext, input.EncryptionContext),
      KeyId: keyArn(key),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  };
}
