/** Processes that a contender consists of: started, asked over IPC, stopped. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The SDK warns of the age of Node in every process. */
export const QUIET = { NODE_NO_WARNINGS: '1' };

const kills = new Set();
process.on('exit', () => {
  for (const kill of kills) kill();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Nothing of a contender outlives the benchmark, whatever becomes of it. With `group`, its children go with it. */
export function killAtExit(child, { group = false } = {}) {
  const kill = () => {
    try {
      process.kill(group ? -child.pid : child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  };
  kills.add(kill);
  child.once('exit', () => kills.delete(kill));
  return child;
}

/** A module in a process of its own that says `ready`, and answers each message with one. */
export async function startProcess(module, args = [], env = {}) {
  const child = killAtExit(
    fork(module, args, { env: { ...process.env, ...QUIET, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`${module} ended with code ${code}`);
  });
  exited.catch(() => {});
  await Promise.race([once(child, 'message'), exited]);
  return {
    pid: child.pid,
    async ask(message) {
      child.send(message);
      const [answer] = await Promise.race([once(child, 'message'), exited]);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await exited.catch(() => {});
    },
  };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Calls `work` until it does not throw; gives up after `giveUpMs`. */
export async function until(work, giveUpMs) {
  const endMs = Date.now() + giveUpMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
