import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodeStore } from './code-store.ts';
import { zipOf } from './lambda-bench.testing.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stepwell-code-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const id = async (store: CodeStore, text: string): Promise<string> =>
  store.put(zipOf({ 'index.js': text }), async ({ codeId }) => codeId);

test('the same package is kept once, and uploads at once do not disturb each other', async () => {
  const store = new CodeStore(root);
  const ids = await Promise.all(Array.from({ length: 5 }, () => id(store, 'x')));
  expect(new Set(ids).size).toBe(1);
  expect(readdirSync(root).sort()).toEqual([ids[0], 'tmp'].sort());
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
  expect(readFileSync(join(store.taskFolder(ids[0]!), 'index.js'), 'utf8')).toBe('x');
});

test('what a crash left goes at the next start', async () => {
  mkdirSync(join(root, 'tmp', 'half'), { recursive: true });
  writeFileSync(join(root, 'tmp', 'half', 'code.zip'), 'x');
  new CodeStore(root);
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
});

test('prunes what nobody refers to, but never what is being referred to', async () => {
  const store = new CodeStore(root);
  const [kept, dropped] = [await id(store, 'kept'), await id(store, 'dropped')];
  const fresh = await store.put(zipOf({ 'index.js': 'fresh' }), async ({ codeId }) => {
    await store.prune(new Set([kept]));
    return codeId;
  });
  expect([kept, dropped, fresh].map((codeId) => existsSync(store.taskFolder(codeId)))).toEqual([true, false, true]);
});

test('a refused package leaves nothing behind', async () => {
  const store = new CodeStore(root);
  await expect(store.put(Buffer.from('nothing'), async () => 1)).rejects.toThrow('Could not unzip');
  expect(readdirSync(root)).toEqual(['tmp']);
  expect(readdirSync(join(root, 'tmp'))).toEqual([]);
});

test('a package.json above the data directory does not say how handlers are loaded', async () => {
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const store = new CodeStore(join(root, 'functions'));
  const file = join(store.taskFolder(await id(store, 'module.exports = 1;')), 'index.js');
  expect(createRequire(import.meta.url)(file)).toBe(1);
});
