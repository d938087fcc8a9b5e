import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../asl/json.ts';
import { buildFunction } from './build-function.ts';

let codeDir: string;
beforeAll(() => {
  codeDir = mkdtempSync(join(tmpdir(), 'stepwell-build-'));
  writeFileSync(join(codeDir, 'app.ts'), `import rows from './rows.csv';\nexport const handler = async () => rows;\n`);
  writeFileSync(join(codeDir, 'rows.csv'), 'a,b\n1,2\n');
});
afterAll(() => rmSync(codeDir, { recursive: true }));

function build(properties: JsonObject): Promise<Uint8Array> {
  const metadata = { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['app.ts'], ...properties } };
  return buildFunction({ logicalId: 'App', codeDir, handler: 'app.handler', runtime: 'nodejs22.x', metadata });
}

test("SAM's Loader makes texts of other files", async () => {
  const files = unzipSync(await build({ Loader: ['.csv=text'] }));
  expect(Object.keys(files)).toEqual(['app.js']);
  expect(strFromU8(files['app.js']!)).toContain('"a,b\\n1,2\\n"');
});

test('without a loader, and with one that says nothing, the build fails and tells why', async () => {
  await expect(build({})).rejects.toThrow(/No loader is configured for "\.csv" files/);
  await expect(build({ Loader: ['csv'] })).rejects.toThrow('Loader takes entries such as .csv=text, not csv');
});
