import type { Operation } from '../../../gateway/operation.ts';
import { checkAlgorithm } from '../algorithm.ts';
import { type EncryptionContext, seal, unseal } from '../ciphertext.ts';
import { requireUsableKey } from '../find-key.ts';
import { type Kms, keyArn } from '../key-record.ts';
import { validation } from '../kms-errors.ts';
import { requireSealingKey } from '../sealing-key.ts';

export interface ReEncryptInput {
  readonly CiphertextBlob?: Uint8Array;
  readonly SourceEncryptionContext?: EncryptionContext;
  readonly SourceKeyId?: string;
  readonly DestinationKeyId: string;
  readonly DestinationEncryptionContext?: EncryptionContext;
  readonly SourceEncryptionAlgorithm?: string;
  readonly DestinationEncryptionAlgorithm?: string;
}

export function reEncrypt(kms: Kms): Operation<ReEncryptInput> {
  return (input, context) => {
    checkAlgorithm(input.SourceEncryptionAlgorithm);
    checkAlgorithm(input.DestinationEncryptionAlgorithm);
    if (input.CiphertextBlob === undefined) throw validation('CiphertextBlob must be specified');
    const source = requireSealingKey(kms, context, input.CiphertextBlob, input.SourceKeyId);
    const plaintext = unseal(source, input.CiphertextBlob, input.SourceEncryptionContext);
    const destination = requireUsableKey(kms, context, input.DestinationKeyId);
    return {
      CiphertextBlob: seal(destination, plaintext, input.DestinationEncryptionContext),
      SourceKeyId: keyArn(source),
      KeyId: keyArn(destination),
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  };
}
