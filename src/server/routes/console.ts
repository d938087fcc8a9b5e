/**
 * The console: static files at `/_stepwell/console/`, and the way there for a browser that opens `/`.
 *
 * 1. Only files that were found when the server started are served: no path of a request reaches the disk.
 * 2. Pages run no script but these files, load nothing from elsewhere, and cannot be framed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';

const HOME = '/_stepwell/console/';
/** Beside the compiled server, and where a server that runs from its sources finds them. */
const FOLDERS = [new URL('../../console/', import.meta.url), new URL('../../../dist/console/', import.meta.url)];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Styles of the editor are made at run time; no data becomes a style.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

interface StaticFile {
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
  readonly type: string;
  /** Its name says what is in it. */
  readonly isImmutable: boolean;
}

export function consoleRoutes(): readonly OwnRoute[] {
  let files: ReadonlyMap<string, StaticFile> | undefined;
  return [
    { method: 'GET', path: '/', handler: () => redirect() },
    { method: 'GET', path: '/_stepwell', handler: () => redirect() },
    { method: 'GET', path: '/_stepwell/console', handler: () => redirect() },
    {
      method: 'GET',
      path: `${HOME}*`,
      handler: (request) => {
        files ??= readFiles();
        return serve(request, files.get(request.params['*'] || 'index.html'));
      },
    },
  ];
}

function redirect(): OwnResponse {
  return { status: 302, headers: { location: HOME, 'cache-control': 'no-store' }, body: '' };
}

function serve(request: OwnRequest, file: StaticFile | undefined): OwnResponse {
  if (!file) return jsonResponse({ message: 'There is no such file; `npm run build` makes the console' }, 404);
  const headers = {
    ...SAFE_HEADERS,
    'content-type': file.type,
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (request.headers['if-none-match'] === file.etag) return { status: 304, headers };
  const isGzipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const body = isGzipped ? file.gzipped : file.bytes;
  return {
    headers: { ...headers, ...(isGzipped && { 'content-encoding': 'gzip' }), 'content-length': String(body.length) },
    body,
  };
}

function readFiles(): ReadonlyMap<string, StaticFile> {
  const folder = FOLDERS.map((url) => fileURLToPath(url)).find((path) => existsSync(`${path}index.html`));
  const files = new Map<string, StaticFile>();
  for (const name of folder === undefined ? [] : readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) files.set(name, readStatic(`${folder}${name}`, name, type));
  }
  return files;
}

function readStatic(path: string, name: string, type: string): StaticFile {
  const bytes = readFileSync(path);
  return {
    bytes,
    gzipped: gzipSync(bytes),
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    type,
    isImmutable: name !== 'index.html',
  };
}
