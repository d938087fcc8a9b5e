/** Lambda function 1: names the batch and one CSV file for each repetition. */
import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MOST_REPETITIONS = 2_000;

class InvalidRepetitions extends Error {
  override readonly name = 'InvalidRepetitions';
}

export async function handler(event: {
  repetitions?: unknown;
}): Promise<{ statusCode: number; body: { batch: string; csv_name: { name: string }[] } }> {
  const { repetitions } = event;
  if (
    typeof repetitions !== 'number' ||
    !Number.isInteger(repetitions) ||
    repetitions < 1 ||
    repetitions > MOST_REPETITIONS
  ) {
    throw new InvalidRepetitions(
      `"repetitions" must be a whole number from 1 to ${MOST_REPETITIONS}, but was ${JSON.stringify(repetitions)}`,
    );
  }
  const letters = Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const batch = `${letters}_${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`;
  const csv_name = Array.from({ length: repetitions }, (_, index) => ({ name: `${batch}+${index}` }));
  return { statusCode: 200, body: { batch, csv_name } };
}
