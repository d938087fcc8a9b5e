import type { Operation } from '../../../gateway/operation.ts';
import { checkAlgorithm } from '../algorithm.ts';
import { type EncryptionContext, unseal } from '../ciphertext.ts';
import { type Kms, keyArn } from '../key-record.ts';
import { validation } from '../kms-errors.ts';
import { requireSealingKey } from '../sealing-key.ts';

export interface DecryptInput {
  readonly CiphertextBlob?: Uint8Array;
  readonly EncryptionContext?: EncryptionContext;
  readonly KeyId?: string;
  readonly EncryptionAlgorithm?: string;
}

export function decrypt(kms: Kms): Operation<DecryptInput> {
  return ({ CiphertextBlob, EncryptionContext, KeyId, EncryptionAlgorithm }, context) => {
    checkAlgorithm(EncryptionAlgorithm);
    if (CiphertextBlob === undefined) throw validation('CiphertextBlob must be specified');
    const key = requireSealingKey(kms, context, CiphertextBlob, KeyId);
    return {
      KeyId: keyArn(key),
      Plaintext: unseal(key, CiphertextBlob, EncryptionContext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  };
}
