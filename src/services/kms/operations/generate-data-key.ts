import type { Operation } from '../../../gateway/operation.ts';
import { type DataKeyInput, makeDataKey } from '../data-key.ts';
import type { Kms } from '../key-record.ts';

export function generateDataKey(kms: Kms): Operation<DataKeyInput> {
  return (input, context) => {
    const { plaintext, ciphertext, keyArn } = makeDataKey(kms, context, input);
    return { CiphertextBlob: ciphertext, Plaintext: plaintext, KeyId: keyArn };
  };
}
