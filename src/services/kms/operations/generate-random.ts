import { randomBytes } from 'node:crypto';
import type { Operation } from '../../../gateway/operation.ts';
import { validation } from '../kms-errors.ts';

export function generateRandom(): Operation<{ readonly NumberOfBytes?: number }> {
  return ({ NumberOfBytes }) => {
    if (NumberOfBytes === undefined) throw validation('NumberOfBytes must be specified');
    return { Plaintext: randomBytes(NumberOfBytes) };
  };
}
