/**
 * The job by hand on a queue: a coordinator cuts the file and adds a job for each chunk, two worker processes do them, the coordinator
 * collects and merges. Redis keeps an append-only file; by default it is synced before a command is answered, as every durable contender does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, killAtExit, startProcess, until } from '../../processes.mjs';
import { openFiles } from '../open-files.mjs';

const at = (file) => new URL(`./${file}`, import.meta.url).pathname;
const WORKERS = 2;

/** `fsync`: `always` or `everysec`. */
export function bullmq(fsync) {
  return {
    name: `BullMQ, Redis fsync ${fsync}`,
    missing: () =>
      spawnSync('redis-server', ['--version']).status === 0
        ? undefined
        : 'redis-server is not installed (Debian: apt-get install redis-server)',
    async open({ products }) {
      const dir = mkdtempSync(join(tmpdir(), 'stepwell-bench-redis-'));
      const files = await openFiles(products);
      const port = await freePort();
      const options = {
        port,
        bind: '127.0.0.1',
        dir,
        appendonly: 'yes',
        appendfsync: fsync,
        save: '',
        loglevel: 'warning',
      };
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const redis = killAtExit(spawn('redis-server', args, { stdio: ['ignore', 'ignore', 'inherit'] }));
      await until(() => canConnect(port), 10_000);
      const workers = await Promise.all(
        Array.from({ length: WORKERS }, () => startProcess(at('bullmq-worker.mjs'), [String(port)], files.environment)),
      );
      const coordinator = await startProcess(at('bullmq-coordinator.mjs'), [String(port)], files.environment);
      return {
        ...files,
        pids: () => ({
          server: [redis.pid],
          workers: workers.map(({ pid }) => pid),
          coordinator: [coordinator.pid],
          s3: [files.pid],
        }),
        run: () => coordinator.ask('run'),

        async close() {
          await coordinator.stop();
          await Promise.all(workers.map((worker) => worker.stop()));
          redis.kill('SIGKILL');
          await once(redis, 'exit');
          rmSync(dir, { recursive: true, force: true });
          await files.close();
        },
      };
    },
  };
}

function canConnect(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}
