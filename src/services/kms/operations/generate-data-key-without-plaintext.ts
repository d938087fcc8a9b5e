import type { Operation } from '../../../gateway/operation.ts';
import { type DataKeyInput, makeDataKey } from '../data-key.ts';
import type { Kms } from '../key-record.ts';

export function generateDataKeyWithoutPlaintext(kms: Kms): Operation<DataKeyInput> {
  return (input, context) => {
    const { ciphertext, keyArn } = makeDataKey(kms, context, input);
    return { CiphertextBlob: ciphertext, KeyId: keyArn };
  };
}
