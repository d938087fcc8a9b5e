/**
 * The job on Restate: a coordinator cuts the file and calls a durable handler for each chunk, eight at a time; two processes serve the handlers;
 * the coordinator collects and merges. Its log lines are switched off.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, killAtExit, startProcess, until } from '../../processes.mjs';
import { openFiles } from '../open-files.mjs';

const at = (file) => new URL(`./${file}`, import.meta.url).pathname;
const WORKERS = [0, 1];

export const restate = {
  name: 'Restate',
  missing: () => (serverModule() ? undefined : '@restatedev/restate-server is not installed'),
  async open({ products }) {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-restate-'));
    const files = await openFiles(products);
    const [ingress, admin, node, ...ports] = await Promise.all([1, 2, 3, ...WORKERS].map(freePort));
    const workers = await Promise.all(
      WORKERS.map((number) =>
        startProcess(at('restate-worker.mjs'), [String(ports[number]), `Chunk${number}`], {
          ...files.environment,
          RESTATE_LOGGING: 'ERROR',
        }),
      ),
    );
    const spawned = spawn(process.execPath, [serverModule(), '--base-dir', folder], {
      stdio: ['ignore', 'ignore', 'ignore'],
      detached: true,
      env: {
        ...process.env,
        DO_NOT_TRACK: '1',
        RESTATE_DISABLE_TELEMETRY: '1',
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_LOG_FILTER: 'error',
      },
    });
    const server = killAtExit(spawned, { group: true });
    for (const port of ports) await until(() => register(admin, port), 60_000);
    const coordinator = await startProcess(
      at('restate-coordinator.mjs'),
      [String(ingress), String(WORKERS.length)],
      files.environment,
    );
    return {
      ...files,
      pids: () => ({
        server: childrenOf(server.pid),
        workers: workers.map(({ pid }) => pid),
        coordinator: [coordinator.pid],
        s3: [files.pid],
      }),
      run: () => coordinator.ask('run'),
      async close() {
        await coordinator.stop();
        await Promise.all(workers.map((worker) => worker.stop()));
        process.kill(-server.pid, 'SIGKILL');
        await once(server, 'exit');
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        await files.close();
      },
    };
  },
};

function serverModule() {
  try {
    const module = createRequire(import.meta.url).resolve('@restatedev/restate-server/lib/index.js');
    return existsSync(module) ? module : undefined;
  } catch {
    return undefined;
  }
}

async function register(admin, port) {
  const response = await fetch(`http://127.0.0.1:${admin}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** The npm package starts the server proper as a child. */
function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
