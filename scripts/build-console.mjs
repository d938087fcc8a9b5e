#!/usr/bin/env node
/**
 * Bundles the console into `dist/console/`: one page, scripts and styles named after their content, so that browsers may keep them for ever.
 * What is needed only here and there (editor, charts, graph layout) becomes chunks of their own.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const outdir = join(root, 'dist', 'console');
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['console/src/main.tsx', 'console/src/theme.ts'],
  outdir: 'dist/console',
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
const page = readFileSync(join(root, 'console', 'src', 'index.html'), 'utf8')
  .replace('{{theme}}', basename(theme))
  .replace('{{script}}', basename(main))
  .replace('{{style}}', basename(cssBundle));
writeFileSync(join(outdir, 'index.html'), page);
