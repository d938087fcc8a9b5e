/**
 * The connection that a secret names, and the one table. The secret is JSON as RDS keeps it:
 * `{"host", "port", "username", "password", "dbname"}`, and `"ssl": true` where the server asks for it.
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import pg from 'pg';

interface DatabaseSecret {
  readonly host: string;
  readonly port?: number;
  readonly username: string;
  readonly password: string;
  readonly dbname?: string;
  readonly ssl?: boolean;
}

export const CREATE_TABLE = `
  create table if not exists random_numbers (
    batch    text             not null,
    name     text             not null,
    position integer          not null,
    value    double precision not null,
    primary key (batch, name, position)
  )`;

let opened: Promise<pg.Client> | undefined;

/** One connection for each warm function. A connection that breaks is forgotten, and the next call opens another. */
export function database(): Promise<pg.Client> {
  opened ??= connect().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function connect(): Promise<pg.Client> {
  const secrets = new SecretsManagerClient({});
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env['SECRET_ID'] }));
  const secret = JSON.parse(SecretString!) as DatabaseSecret;
  const client = new pg.Client({
    host: secret.host,
    port: secret.port ?? 5432,
    user: secret.username,
    password: secret.password,
    database: secret.dbname ?? secret.username,
    ssl: secret.ssl === true,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {
    opened = undefined;
  });
  await client.connect();
  return client;
}

/** All of `work` or nothing of it. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
