/** Lambda function 4: reads the batch's rows back and computes their mean, if all of them are there. */
import { database } from './database.ts';

const MEAN = `
  select count(distinct name)::int as names, count(*)::int as numbers, avg(value) as mean
  from random_numbers where batch = $1`;

export async function handler(event: {
  batch: string;
  stored: { name: string; numbers: number }[];
}): Promise<{ mean: number; numbers: number; names: number; batch: string }> {
  const client = await database();
  const { rows } = await client.query<{ names: number; numbers: number; mean: number }>(MEAN, [event.batch]);
  const { names, numbers, mean } = rows[0]!;
  const expected = event.stored.reduce((sum, part) => sum + part.numbers, 0);
  if (names !== event.stored.length || numbers !== expected) {
    throw new Error(
      `the table has ${numbers} numbers of ${names} names, but ${expected} of ${event.stored.length} were stored`,
    );
  }
  return { mean, numbers, names, batch: event.batch };
}
