/** The floor: a Node script, nothing durable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { killAtExit, QUIET } from '../../processes.mjs';
import { openFiles } from '../open-files.mjs';

const script = new URL('./bare-script.mjs', import.meta.url).pathname;
const threadsIn = (threads) => (threads === 0 ? 'one thread' : `${threads} worker threads`);

export function bare(threads) {
  return {
    name: `bare script, ${threadsIn(threads)}`,
    async open({ products }) {
      const files = await openFiles(products);
      const pids = { script: [], s3: [files.pid] };
      return {
        ...files,
        pids: () => pids,
        run: () => runScript(['batch', 'input.csv', threads], files.environment, pids),
      };
    },
  };
}

/** Plain files in place of S3. */
export function bareOnFiles(threads) {
  return {
    name: `bare script, plain files, ${threadsIn(threads)}`,
    async open({ products }) {
      const folder = join(dirname(products), 'files');
      const pids = { script: [] };
      mkdirSync(folder);
      copyFileSync(products, join(folder, 'products.csv'));
      return {
        async put(input) {
          rmSync(join(folder, 'input.csv'), { force: true });
          linkSync(input, join(folder, 'input.csv'));
        },
        pids: () => pids,
        run: () => runScript([folder, 'input.csv', threads], {}, pids),
        async fetch(to) {
          for (const file of ['merged.csv', 'errors.csv']) copyFileSync(join(folder, file), join(to, file));
        },
        close: async () => rmSync(folder, { recursive: true }),
      };
    },
  };
}

async function runScript(args, environment, pids) {
  const child = killAtExit(
    spawn(process.execPath, [script, ...args.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...QUIET, ...environment },
    }),
  );
  pids.script = [child.pid];
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the script ended with code ${code}`);
  return JSON.parse(output);
}
