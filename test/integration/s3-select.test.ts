/** SelectObjectContent with the official client: CSV and JSON in and out, the SQL subset, scan ranges, bad input. */
import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
  SelectObjectContentCommand,
  type SelectObjectContentCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

let server: Stepwell;
let s3: S3Client;
const CSV = 'id,name,price\n1,apple,2.5\n2,"pear, green",3\n3,"a ""plum""\nof two lines",10\n4,ünder,\n';

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  s3 = new S3Client({ ...started.clientConfiguration, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'queried' }));
  const put = (Key: string, Body: string | Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: 'queried', Key, Body }));
  await put('a.csv', CSV);
  await put('a.csv.gz', gzipSync(CSV));
  await put(
    'a.json',
    JSON.stringify({
      rows: [
        { id: 1, tags: ['x'] },
        { id: 2, tags: ['y', 'z'] },
      ],
    }),
  );
  await put('a.jsonl', '{"id":1,"n":{"v":5}}\n{"id":2,"n":{"v":7}}\n');
  await put('long.csv', Array.from({ length: 1_000 }, (_, index) => `${index},row${index}`).join('\n'));
});

afterAll(() => server?.stop());

type Options = Partial<SelectObjectContentCommandInput>;

async function select(Expression: string, options: Options = {}): Promise<string> {
  const { Payload } = await s3.send(
    new SelectObjectContentCommand({
      Bucket: 'queried',
      Key: 'a.csv',
      Expression,
      ExpressionType: 'SQL',
      InputSerialization: { CSV: { FileHeaderInfo: 'USE' } },
      OutputSerialization: { CSV: {} },
      ...options,
    }),
  );
  let text = '';
  let hasEnded = false;
  for await (const event of Payload ?? []) {
    if (event.Records?.Payload) text += Buffer.from(event.Records.Payload).toString('utf8');
    if (event.End) hasEnded = true;
  }
  expect(hasEnded).toBe(true);
  return text;
}

const JSON_OUT: Options = { OutputSerialization: { JSON: {} } };
const DOCUMENT: Options = { Key: 'a.json', InputSerialization: { JSON: { Type: 'DOCUMENT' } }, ...JSON_OUT };
const LINES: Options = { Key: 'a.jsonl', InputSerialization: { JSON: { Type: 'LINES' } }, ...JSON_OUT };
const NO_HEADER: Options = { InputSerialization: { CSV: { FileHeaderInfo: 'NONE' } } };

test.each<[sql: string, options: Options, result: string]>([
  ['SELECT * FROM s3object s WHERE s.id = 2', {}, '2,"pear, green",3\n'],
  ['select s.name from S3Object s where s.id < 3 and cast(s.price as decimal) > 2.9', {}, '"pear, green"\n'],
  ['SELECT s.id, s."name" FROM s3object s LIMIT 1', {}, '1,apple\n'],
  ["SELECT id FROM s3object WHERE name LIKE 'a%' OR id IN ('4', '9')", {}, '1\n3\n4\n'],
  ["SELECT s.id FROM s3object s WHERE NOT (s.name LIKE '%r%') AND s.id BETWEEN 1 AND 4", {}, '1\n3\n'],
  ["SELECT s.id FROM s3object s WHERE s.price = ''", {}, '4\n'],
  ['SELECT COUNT(*), SUM(CAST(s.id AS INT)), MAX(s.price), AVG(s.id) FROM s3object s', {}, '4,10,10,2.5\n'],
  ["SELECT UPPER(s.name) AS n, s.id || '!' AS i FROM s3object s WHERE s.id = 4", JSON_OUT, '{"n":"ÜNDER","i":"4!"}\n'],
  ['SELECT s.name FROM s3object s WHERE s.id = 3', JSON_OUT, `${JSON.stringify({ name: 'a "plum"\nof two lines' })}\n`],
  ["SELECT CASE WHEN s.id > 2 THEN 'big' ELSE 'small' END FROM s3object s LIMIT 2", {}, 'small\nsmall\n'],
  ['SELECT s._1 FROM s3object s LIMIT 2', NO_HEADER, 'id\n1\n'],
  [
    'SELECT COUNT(*) FROM s3object',
    { Key: 'a.csv.gz', InputSerialization: { CSV: { FileHeaderInfo: 'IGNORE' }, CompressionType: 'GZIP' } },
    '4\n',
  ],
  ['SELECT r.id, r.tags[1] AS second FROM s3object[*].rows[*] r', DOCUMENT, '{"id":1}\n{"id":2,"second":"z"}\n'],
  ['SELECT * FROM s3object s WHERE s.n.v > 5', LINES, '{"id":2,"n":{"v":7}}\n'],
])('%s', async (sql, options, result) => {
  expect(await select(sql, options)).toBe(result);
});

test('scan ranges that touch give every record exactly once', async () => {
  const size = Buffer.byteLength(Array.from({ length: 1_000 }, (_, index) => `${index},row${index}`).join('\n'));
  let text = '';
  for (let Start = 0; Start < size; Start += 777) {
    const End = Math.min(Start + 776, size - 1);
    text += await select('SELECT s._1 FROM s3object s', { Key: 'long.csv', ...NO_HEADER, ScanRange: { Start, End } });
  }
  expect(text).toBe(Array.from({ length: 1_000 }, (_, index) => `${index}\n`).join(''));
});

test.each<[sql: string, code: string]>([
  ['SELECT', 'ParseUnexpectedToken'],
  ['SELECT * FROM other', 'InvalidDataSource'],
  ['SELECT * FROM s3object s WHERE s.a ~ 1', 'LexerInvalidChar'],
  ['SELECT NOPE(s.a) FROM s3object s', 'UnsupportedFunction'],
  ['SELECT * FROM s3object s WHERE COUNT(*) > 1', 'UnsupportedSqlOperation'],
  ['SELECT CAST(s.name AS INT) FROM s3object s', 'CastFailed'],
])('%s is refused with %s', async (sql, code) => {
  await expect(select(sql)).rejects.toMatchObject({ name: code });
});
