#!/usr/bin/env node
/**
 * Bundles the console into `dist/console/`: one page, scripts and styles named after their content, so that browsers may keep them for ever.
 * What is needed only here and there (editor, charts, graph layout) becomes chunks of their own. What a first visit loads has a limit, and a build that
 * goes past it fails. `--out FOLDER` builds somewhere else.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MAX_FIRST_LOAD_BYTES = 60 * 1024;

const root = new URL('..', import.meta.url).pathname;
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const outdir = values.out ?? join(root, 'dist', 'console');
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['console/src/main.tsx', 'console/src/theme.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'console/tsconfig.json',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.svg': 'file' },
  logLevel: 'warning',
});

const outputs = Object.entries(metafile.outputs);
const scriptOf = (entry) => outputs.find(([, output]) => output.entryPoint === `console/src/${entry}`);
const [main, { cssBundle }] = scriptOf('main.tsx');
const [theme] = scriptOf('theme.ts');
/** The page, its styles, and the script of the shell with all that it imports at once. */
const first = new Set(['index.html', cssBundle, theme].map((path) => basename(path)));
const atOnce = [];
const follow = (path) => {
  if (first.has(basename(path))) return;
  first.add(basename(path));
  if (path !== main) atOnce.push(`<link rel="modulepreload" href="${basename(path)}" />`);
  for (const { path: imported, kind } of metafile.outputs[path].imports)
    if (kind === 'import-statement') follow(imported);
};
follow(main);
// The browser learns of them from the page, not from one another.
const page = readFileSync(join(root, 'console', 'src', 'index.html'), 'utf8')
  .replace('{{theme}}', basename(theme))
  .replace('{{style}}', basename(cssBundle))
  .replace('{{preload}}', atOnce.join('\n    '))
  .replace('{{script}}', basename(main));
writeFileSync(join(outdir, 'index.html'), page);

const bytes = [...first].reduce((sum, name) => sum + gzipSync(readFileSync(join(outdir, name))).length, 0);
const text = `${(bytes / 1024).toFixed(1)} KiB gzipped in ${first.size} files`;
if (bytes > MAX_FIRST_LOAD_BYTES) {
  console.error(`The console's first load is ${text}; at most ${MAX_FIRST_LOAD_BYTES / 1024} KiB may be`);
  process.exit(1);
}
console.error(`Console: the first load is ${text}`);
