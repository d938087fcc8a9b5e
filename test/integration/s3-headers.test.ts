/** Headers of S3's answers as they go over the wire: each once, and with errors too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

let folder: string;
let server: ServerProcess;
let eTag: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-s3-'));
  server = await startServer({ dataDir: folder });
  await fetch(`${server.url}/bucket`, { method: 'PUT' });
  const put = await fetch(`${server.url}/bucket/key`, {
    method: 'PUT',
    body: 'a,b\n',
    headers: { 'content-type': 'text/csv' },
  });
  eTag = put.headers.get('etag')!;
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

function read(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${server.url}/bucket/key`, { headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    }).on('error', reject);
  });
}

function named(response: IncomingMessage, name: string): string[] {
  const { rawHeaders } = response;
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name);
}

test('an object has one content type: its own', async () => {
  expect(named(await read(), 'content-type')).toEqual(['text/csv']);
});

test('304 tells the ETag', async () => {
  const response = await read({ 'if-none-match': eTag });
  expect(response.statusCode).toBe(304);
  expect(named(response, 'etag')).toEqual([eTag]);
});
