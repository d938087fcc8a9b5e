/** Lambda function 2: makes the table, once, before many write to it at a time. */
import { CREATE_TABLE, database } from './database.ts';

/** Two batches that start at once would both make it; PostgreSQL lets only one of them in. */
const ONE_AT_A_TIME = 'select pg_advisory_lock(4566)';

export async function handler(): Promise<void> {
  const client = await database();
  await client.query(ONE_AT_A_TIME);
  try {
    await client.query(CREATE_TABLE);
  } finally {
    await client.query('select pg_advisory_unlock(4566)');
  }
}
