/** Restate: its npm server as its own process, durable; the handlers here, as a user would write them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../with-resolvers.mjs';
import { chainSteps, waitMs } from '../workloads.mjs';

// Its log lines would cost it throughput; the variable must be set before the import.
process.env['RESTATE_LOGGING'] = 'ERROR';
const restate = await import('@restatedev/restate-sdk');

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });

const bench = restate.service({
  name: 'Bench',
  handlers: {
    chain: async (ctx) => {
      for (let step = 0; step < chainSteps; step++) await ctx.run(() => step);
      return {};
    },
    map: async (ctx, items) => {
      const results = [];
      for (let from = 0; from < items.length; from += 40) {
        const slice = items.slice(from, from + 40).map((item) => ctx.run(() => item));
        results.push(...(await restate.RestatePromise.all(slice)));
      }
      return results.length;
    },
    parallel: (ctx) => restate.RestatePromise.all([1, 2, 3].map((branch) => ctx.run(() => branch))),
    wait: (ctx) => ctx.sleep(waitMs),
  },
});

export async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'restate-bench-'));
  const [ingress, admin, node, handlers] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const stopHandlers = await serveHandlers(handlers);
  const bin = createRequire(import.meta.url).resolve('@restatedev/restate-server/lib/index.js');
  const server = spawn(process.execPath, [bin, '--base-dir', folder], {
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
  await register(admin, handlers);
  const call = (handler, body) => post(ingress, `/Bench/${handler}`, body);
  return {
    name: 'Restate (durable)',
    chain: () => call('chain', {}),
    map: (items) => call('map', items),
    parallel: () => call('parallel', {}),
    wait: () => call('wait', {}),
    async close() {
      process.kill(-server.pid, 'SIGKILL');
      await stopHandlers();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function serveHandlers(port) {
  const { createServer: createHttp2 } = await import('node:http2');
  const server = createHttp2(restate.createEndpointHandler({ services: [bench] }));
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return async () => {
    for (const session of sessions) session.destroy();
    server.close();
  };
}

/** Registers the handlers as soon as the server's admin port answers; gives up after a minute. */
async function register(admin, handlers) {
  const giveUpMs = Date.now() + 60_000;
  for (;;) {
    try {
      await post(admin, '/deployments', { uri: `http://127.0.0.1:${handlers}` });
      return;
    } catch (error) {
      if (Date.now() > giveUpMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function post(port, path, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode < 300 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
