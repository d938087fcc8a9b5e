/** A PostgreSQL cluster of its own for one test: made by initdb in a temporary folder, on a free port, gone afterwards. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

export interface PostgresCluster {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** Where initdb and pg_ctl are: Debian keeps them outside the PATH. Undefined if there is no PostgreSQL here. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

export async function startPostgres(bin: string): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-postgres-'));
  const data = join(folder, 'data');
  const password = 'drawn at random';
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  const owner = owningUser();
  if (owner) execFileSync('chown', ['-R', owner, folder]);
  chmodSync(folder, 0o700);
  await asOwner(owner, join(bin, 'initdb'), [
    ...['-D', data, '-U', 'stepwell', '--auth', 'scram-sha-256', '--pwfile', passwordFile],
    // Its messages are read: they must not be in the language of whoever runs the tests.
    ...['--encoding', 'UTF8', '--no-locale', '--no-sync'],
  ]);
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  const log = join(folder, 'log');
  await asOwner(owner, join(bin, 'pg_ctl'), ['-D', data, '-l', log, '-w', '-o', options, 'start']);
  return {
    port,
    user: 'stepwell',
    password,
    async stop() {
      await asOwner(owner, join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: there it runs as the user that Debian made for it. */
function owningUser(): string | undefined {
  return process.getuid?.() === 0 ? 'postgres' : undefined;
}

async function asOwner(owner: string | undefined, command: string, args: readonly string[]): Promise<void> {
  const [program, ...rest] = owner ? ['runuser', '-u', owner, '--', command, ...args] : [command, ...args];
  await run(program!, rest, { cwd: '/' });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
