import { expect, test } from 'vitest';
import { type OutputType, ResultFiles } from './result-files.ts';
import type { S3Objects } from './s3-objects.ts';

/** Keeps objects in memory; an upload is there only once it is complete. */
function memory() {
  const objects = new Map<string, string>();
  const open = new Set<string>();
  let parts = 0;
  const s3 = {
    async put({ Key }: { Key: string }, body: Buffer) {
      objects.set(Key, body.toString());
    },
    async beginUpload({ Key }: { Key: string }) {
      let text = '';
      open.add(Key);
      return {
        async add(body: Buffer) {
          parts += 1;
          text += body.toString();
        },
        async complete() {
          open.delete(Key);
          objects.set(Key, text);
        },
        async abort() {
          open.delete(Key);
        },
      };
    },
  };
  return { s3: s3 as unknown as S3Objects, objects, open, parts: () => parts };
}

async function write(count: number, outputType: OutputType, sizes: { part: number; file: number }) {
  const { s3, objects, open, parts } = memory();
  const files = new ResultFiles(s3, { bucket: 'b', prefix: 'p/', outputType }, 'SUCCEEDED', sizes);
  for (let n = 0; n < count; n++) await files.add(JSON.stringify({ n, text: 'é' }));
  const listed = await files.end();
  expect(listed.map(({ Key }) => Key)).toEqual([...objects.keys()]);
  expect(listed.map(({ Size }) => Size)).toEqual([...objects.values()].map((text) => Buffer.byteLength(text)));
  expect(open.size).toBe(0);
  return { objects, parts: parts() };
}

const numbers = (values: { n: number }[]): number[] => values.map(({ n }) => n);

test.each<[name: string, count: number, files: number]>([
  ['nothing is no file', 0, 0],
  ['a little is one file', 3, 1],
  ['exactly one part', 4, 1],
  ['many parts are one file', 30, 1],
  ['what does not fit goes into the next file', 100, 2],
])('%s', async (_name, count, expectedFiles) => {
  const sizes = { part: 80, file: 1_500 };
  const json = await write(count, 'JSON', sizes);
  expect([...json.objects.keys()]).toEqual(Array.from({ length: expectedFiles }, (_, n) => `p/SUCCEEDED_${n}.json`));
  expect([...json.objects.values()].flatMap((text) => numbers(JSON.parse(text)))).toEqual([...Array(count).keys()]);
  const lines = await write(count, 'JSONL', sizes);
  const parsed = [...lines.objects.values()].flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(numbers(parsed)).toEqual([...Array(count).keys()]);
  if (expectedFiles > 0) expect([...lines.objects.keys()][0]).toBe('p/SUCCEEDED_0.jsonl');
});

test('what was begun is given up', async () => {
  const { s3, objects, open } = memory();
  const files = new ResultFiles(s3, { bucket: 'b', prefix: 'p/', outputType: 'JSON' }, 'FAILED', {
    part: 10,
    file: 1_000,
  });
  await files.add('"a long result"');
  expect(open.size).toBe(1);
  await files.abort();
  expect(open.size).toBe(0);
  expect(objects.size).toBe(0);
});
