/** The second form of system 000: the numbers lie in PostgreSQL, which a secret names, and the mean is that of its rows. */
import { CreateSecretCommand, SecretsManagerClient, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUsable, postgres } from '../needed-programs.ts';
import { type ExampleBench, startBench } from './example-bench.ts';
import { findPostgres, type PostgresCluster, startPostgres } from './postgres-cluster.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

describe.skipIf(!isUsable(postgres))('with PostgreSQL', () => {
  let bench: ExampleBench;
  let cluster: PostgresCluster;
  let rows: pg.Client;
  let secret: Record<string, unknown>;

  beforeAll(async () => {
    [bench, cluster] = await Promise.all([startBench(), startPostgres(findPostgres()!)]);
    const { port, user, password } = cluster;
    secret = { engine: 'postgres', host: '127.0.0.1', port, username: user, password, dbname: 'postgres' };
    rows = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
    await rows.connect();
    await new SecretsManagerClient(bench.client).send(
      new CreateSecretCommand({ Name: 'random-mean-database', SecretString: JSON.stringify(secret) }),
    );
    await bench.deploy('random-mean/database');
  });
  afterAll(async () => {
    await rows?.end();
    await bench?.stop();
    await cluster?.stop();
  });

  test('300 repetitions give the mean of the rows that lie in the table', async () => {
    const { code, execution } = await bench.run('random-mean-database', { repetitions: 300 });
    expect(code, execution.cause).toBe(0);
    const output = JSON.parse(execution.output!) as { mean: number; numbers: number; names: number; batch: string };
    expect(output).toMatchObject({ names: 300, numbers: 30_000 });
    const { rows: stored } = await rows.query('select value from random_numbers where batch = $1', [output.batch]);
    expect(stored).toHaveLength(30_000);
    const total = stored.reduce((sum: number, row: { value: number }) => sum + row.value, 0);
    expect(output.mean).toBeCloseTo(total / 30_000, 9);
  });

  test('two batches at once keep to their own rows', async () => {
    const outputs = await Promise.all(
      [20, 30].map(async (repetitions) => {
        const { execution } = await bench.run('random-mean-database', { repetitions });
        return JSON.parse(execution.output!) as { names: number; numbers: number; batch: string };
      }),
    );
    expect(outputs.map(({ names, numbers }) => [names, numbers])).toEqual([
      [20, 2_000],
      [30, 3_000],
    ]);
  });

  test('a secret with a wrong password fails in the words of PostgreSQL', async () => {
    await new SecretsManagerClient(bench.client).send(
      new UpdateSecretCommand({
        SecretId: 'random-mean-database',
        SecretString: JSON.stringify({ ...secret, password: 'wrong' }),
      }),
    );
    // Another number of numbers is another configuration: warm functions, which hold their connection, are gone.
    await bench.deploy('random-mean/database', '--parameter', 'NumbersPerName=5');
    const { code, execution } = await bench.run('random-mean-database', { repetitions: 1 });
    expect(code).toBe(1);
    expect(execution.cause).toContain('password authentication failed for user');
  });

  test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
    await using fresh = await startBench();
    const { code, text } = await runReadme('random-mean/database', fresh.url, {
      PGHOST: '127.0.0.1',
      PGPORT: String(cluster.port),
      PGUSER: cluster.user,
      PGPASSWORD: cluster.password,
    });
    expect(code, text).toBe(0);
    expect(text).toMatch(/"numbers": 2500/);
    expect(text).toMatch(/ 2500 \| +[0-9.]+/);
  });
});
