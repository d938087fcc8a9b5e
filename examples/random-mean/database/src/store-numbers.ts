/** Lambda function 3: draws random numbers and stores them as rows. Run again, it replaces its own rows. */
import { database, inTransaction } from './database.ts';

const INSERT = `
  insert into random_numbers (batch, name, position, value)
  select $1, $2, position, value from unnest($3::double precision[]) with ordinality as drawn (value, position)`;

export async function handler(event: { batch: string; name: string }): Promise<{ name: string; numbers: number }> {
  const count = Number(process.env['NUMBERS_PER_NAME']);
  const numbers = Array.from({ length: count }, () => Math.random() * 100);
  const client = await database();
  await inTransaction(client, async () => {
    await client.query('delete from random_numbers where batch = $1 and name = $2', [event.batch, event.name]);
    await client.query(INSERT, [event.batch, event.name, numbers]);
  });
  return { name: event.name, numbers: count };
}
