/** The demo's input: the file that is checked in, or one of any size from the example's own generator. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';

export const CHECKED_IN_ROWS = 10_000;

export async function salesFile(example: string, rows: number): Promise<Uint8Array> {
  if (rows === CHECKED_IN_ROWS) return readFile(join(example, 'data', 'sales.csv'));
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-sales-'));
  try {
    const { build } = await import('esbuild');
    const generator = join(folder, 'generate.mjs');
    const entryPoints = [join(example, 'generate.ts')];
    await build({ entryPoints, outfile: generator, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
    const file = join(folder, 'sales.csv');
    const child = spawn(process.execPath, [generator, '--rows', String(rows), '--out', file], { stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new CliError(`The generator of ${example} ended with code ${code}`);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
