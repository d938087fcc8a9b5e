import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { unpackArchive } from './unpack-archive.ts';

const root = mkdtempSync(join(tmpdir(), 'stepwell-unpack-'));
afterAll(() => rmSync(root, { recursive: true }));
let archives = 0;

async function unpack(zip: Uint8Array): Promise<string> {
  const folder = join(root, String(++archives));
  writeFileSync(`${folder}.zip`, zip);
  await unpackArchive(`${folder}.zip`, folder, true);
  return folder;
}

const unix = (mode: number) => ({ os: 3, attrs: mode << 16 }) as const;

test('folders, files and the right to execute', async () => {
  const folder = await unpack(
    zipSync({
      'a/b/c.txt': [Buffer.from('deep'), unix(0o100_600)],
      bootstrap: [Buffer.from('#!/bin/sh'), unix(0o100_755)],
      'stored.txt': [Buffer.from('plain'), { level: 0 }],
    }),
  );
  expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('deep');
  expect(readFileSync(join(folder, 'stored.txt'), 'utf8')).toBe('plain');
  expect(statSync(join(folder, 'bootstrap')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'a/b/c.txt')).mode & 0o777).toBe(0o644);
});

test.each<[name: string, zip: () => Uint8Array, message: string]>([
  [
    'a symbolic link',
    () => zipSync({ link: [Buffer.from('/etc/passwd'), unix(0o120_777)] }),
    'The package holds a symbolic link, which is not allowed: link',
  ],
  ['a backslash path that climbs', () => zipSync({ '..\\x': Buffer.from('') }), 'Could not unzip'],
  ['a file where a folder must be', () => zipSync({ a: Buffer.from(''), 'a/b': Buffer.from('') }), 'Could not unzip'],
  ['a name with a NUL', () => zipSync({ 'a\0b': Buffer.from('') }), 'Could not unzip'],
  [
    'a bomb that says its size',
    () => zipSync({ a: Buffer.alloc(140e6), b: Buffer.alloc(140e6) }, { level: 1 }),
    'Unzipped size must be smaller than 262144000 bytes',
  ],
  ['a bomb that lies', () => lying(zipSync({ a: Buffer.alloc(1e6) })), 'Could not unzip'],
])('%s is refused', async (_name, zip, message) => {
  await expect(unpack(zip())).rejects.toThrow(message);
});

/** Says that the entry has ten bytes, in its own header and in the directory. */
function lying(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip);
  bytes.writeUInt32LE(10, 22);
  bytes.writeUInt32LE(10, bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
  return bytes;
}
