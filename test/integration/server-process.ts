/** A real server in a process of its own, for tests that kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;

export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** `kill -9`, and nothing of it is left when this resolves. */
  kill(): Promise<void>;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

/** Starts `stepwell start` and resolves when it says that it is ready. Port 0 takes a free one. */
export async function startServer(options: {
  dataDir: string;
  port?: number;
  args?: readonly string[];
  /** For Node itself. */
  nodeArgs?: readonly string[];
}): Promise<ServerProcess> {
  const args = [
    ...(options.nodeArgs ?? []),
    main,
    'start',
    '--json',
    '--port',
    String(options.port ?? 0),
    '--data-dir',
    options.dataDir,
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr!.pipe(process.stderr, { end: false });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout! });
  const ready = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    exited.then(([code]) => Promise.reject(new Error(`the server ended with code ${code} before it was ready`))),
  ]);
  const { url } = JSON.parse(ready[0]) as { url: string };
  return {
    url,
    process: child,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async interrupt() {
      child.kill('SIGINT');
      const [code] = await exited;
      return code;
    },
  };
}
