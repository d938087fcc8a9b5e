#!/usr/bin/env node
/** Copies what `tsc` leaves behind into `dist/`: service models, handler bootstraps in Python, migrations. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || /\.(ts|tsx|md)$/.test(entry.name)) continue;
  const source = join(entry.parentPath, entry.name);
  cpSync(source, join(root, 'dist', source.slice(join(root, 'src').length + 1)));
}
