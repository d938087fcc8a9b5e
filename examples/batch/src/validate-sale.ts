/** Chunk machine, for each row: passes good rows and throws with the reasons for bad ones. */
import type { Row } from './rows/csv.ts';
import { validateRow } from './rows/validate-row.ts';

export class InvalidRow extends Error {
  override readonly name = 'InvalidRow';
}

export async function handler(row: Row): Promise<'valid'> {
  const reasons = validateRow(row);
  if (reasons.length > 0) throw new InvalidRow(reasons.join('; '));
  return 'valid';
}
