/** The functions, with S3 and DynamoDB played by maps behind spies on the SDK's clients: chained as the state machines chain them. */
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { generateProducts } from '../generate-products.ts';
import { generateSales } from '../generate-sales.ts';
import { type Batch, errorReportKey, mergedKey, type Tally } from './batch.ts';
import type { RejectedRow } from './error-table.ts';
import { putRejected } from './error-table.ts';
import { handler as getProduct } from './get-product.ts';
import { handler as loadProducts } from './load-products.ts';
import { handler as mergeParts } from './merge-parts.ts';
import { handler as processRows } from './process-rows.ts';
import { handler as readChunk } from './read-chunk.ts';
import { handler as reportErrors } from './report-errors.ts';
import { MalformedCsv, readRows } from './rows/csv.ts';
import type { Product } from './rows/enrich-row.ts';
import { handler as sendMail } from './send-mail.ts';
import { handler as splitFile } from './split-file.ts';
import { handler as startBatch } from './start-batch.ts';
import { InvalidRow, handler as validateSale } from './validate-sale.ts';
import { handler as writeChunk } from './write-chunk.ts';

vi.mock('./reference/products.csv', () => ({
  default: 'productId,productName,category,brand,unitCost,taxRate,weightGrams\nP-1,Ball,Sport,Alba,1.00,0.07,10\n',
}));

// biome-ignore lint/suspicious/noExplicitAny: requests are looked into member by member.
type Input = any;

let objects: Map<string, string>;
let tables: Record<string, Map<string, Record<string, unknown>>>;
let sent: { readonly operation: string; readonly input: Input }[];
let refusal: Error | undefined;

const keyOf = (item: Input): string => item.productId ?? `${item.Run}#${String(item.Number).padStart(9, '0')}`;

/** What the services answer. */
const services: Record<string, (input: Input) => unknown> = {
  PutObject: ({ Key, Body }) => objects.set(Key, Body.toString()) && {},
  GetObject: ({ Key }) => {
    const text = objects.get(Key);
    if (text === undefined) throw Object.assign(new Error(`There is no ${Key}`), { name: 'NoSuchKey' });
    return { Body: Object.assign(Readable.from([Buffer.from(text)]), { transformToString: async () => text }) };
  },
  ListObjectsV2: ({ Prefix }) => ({
    Contents: [...objects.keys()]
      .filter((Key) => Key.startsWith(Prefix))
      .sort()
      .map((Key) => ({ Key })),
  }),
  BatchGet: ({ RequestItems }) => {
    const [[table, { Keys }]] = Object.entries<Input>(RequestItems) as [[string, Input]];
    // One at a time: the rest has to be asked for again.
    const [first, ...rest] = Keys;
    const item = tables[table]!.get(keyOf(first));
    const left = rest.length > 0 ? { UnprocessedKeys: { [table]: { Keys: rest } } } : {};
    return { Responses: { [table]: item ? [item] : [] }, ...left };
  },
  BatchWrite: ({ RequestItems }) => {
    const [[table, requests]] = Object.entries<Input>(RequestItems) as [[string, Input]];
    expect(requests.length).toBeLessThanOrEqual(25);
    const [first, ...rest] = requests;
    tables[table]!.set(keyOf(first.PutRequest.Item), first.PutRequest.Item);
    return rest.length > 0 ? { UnprocessedItems: { [table]: rest } } : {};
  },
  Query: ({ TableName, ExpressionAttributeValues }) => ({
    Items: [...tables[TableName]!]
      .filter(([key]) => key.startsWith(`${ExpressionAttributeValues[':run']}#`))
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([, item]) => item),
  }),
  StartExecution: ({ stateMachineArn, name }) => ({
    executionArn: `${stateMachineArn.replace('stateMachine', 'execution')}:${name}`,
  }),
  SendEmail: () => ({ MessageId: 'mail-1' }),
};

beforeEach(() => {
  objects = new Map();
  sent = [];
  refusal = undefined;
  const products = readRows([...generateProducts({ count: 1_000 })].join(''), ',') as unknown as Product[];
  tables = { products: new Map(products.map((product) => [product.productId, product])), errors: new Map() };
  for (const client of [S3Client, SESv2Client, SFNClient, DynamoDBDocumentClient]) {
    vi.spyOn(client.prototype, 'send').mockImplementation(async (command: object) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const { input } = command as { input: Input };
      sent.push({ operation, input });
      if (refusal) throw refusal;
      return services[operation]!(input);
    });
  }
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    PRODUCT_TABLE: 'products',
    ERROR_TABLE: 'errors',
    SENDER: 'batch@example.com',
    RECIPIENT: 'sales@example.com',
    FILE_DELIMITER: ',',
    FILE_CHUNK_SIZE: '600',
    INPUT_ARCHIVE_FOLDER: 'archive',
    CHUNKED_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:batch',
    DISTRIBUTED_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:batch-distributed',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const batch: Batch = {
  run: 'sales-1',
  bucket: 'files',
  key: 'input/sales.csv',
  etag: 'abc',
  delimiter: ',',
  chunkSize: 40,
  archiveKey: 'archive/sales-1/sales.csv',
  copySource: 'files/input/sales.csv',
};

/** The chunk machine, in short. */
async function processChunk(chunk: string): Promise<Tally> {
  const { run, bucket, delimiter, chunkSize } = batch;
  const input = { run, bucket, delimiter, chunkSize, chunk };
  const rows = await Promise.all(
    (await readChunk(input)).map(async ({ number, row }) => {
      const reject = async (reasons: string) => {
        await putRejected(batch, [{ number, reasons, row }]);
        return { isRejected: true } as const;
      };
      try {
        await validateSale(row);
      } catch (error) {
        return reject((error as Error).message);
      }
      const answer = await getProduct({ pathParameters: { productId: row['productId']! } });
      const body = JSON.parse(answer.body) as { item: Product; message: string };
      return answer.statusCode === 200 ? { number, row, product: body.item } : reject(body.message);
    }),
  );
  return writeChunk({ chunk: input, rows });
}

test('both forms give the same file, the same errors and the same report; a step that runs again changes nothing', async () => {
  const text = [...generateSales({ rows: 250, seed: 3 })].join('');
  objects.set(batch.key, text);
  const { rows, chunks } = await splitFile(batch);
  expect({ rows, chunks: chunks.length }).toEqual({ rows: 250, chunks: 7 });
  expect(await splitFile(batch)).toEqual({ rows, chunks });
  // In any order, one of them twice.
  const tallies = await Promise.all([...chunks].reverse().map(processChunk));
  await processChunk(chunks[3]!);
  const merged = await mergeParts({ batch, tallies });
  await reportErrors(batch);
  const inChunks = { file: objects.get(mergedKey(batch)), report: objects.get(errorReportKey(batch.run)) };
  expect(merged).toMatchObject({ rows: 250, rejected: tables['errors']!.size });
  expect(merged.rejected).toBeGreaterThan(0);
  expect(readRows(inChunks.file!, ',')).toHaveLength(merged.written);
  expect(readRows(inChunks.report!, ',')).toHaveLength(merged.rejected);

  const other = { ...batch, run: 'sales-2' };
  const items = readRows(text, ',').map((row, number) => ({ number, row }));
  const batches = [items.slice(0, 100), items.slice(100, 200), items.slice(200)];
  const more = await Promise.all(batches.map((Items) => processRows({ BatchInput: other, Items })));
  expect(await mergeParts({ batch: other, tallies: more })).toMatchObject({ ...merged, key: mergedKey(other) });
  await reportErrors(other);
  expect({ file: objects.get(mergedKey(other)), report: objects.get(errorReportKey('sales-2')) }).toEqual(inChunks);
});

test('the file is pinned: what was put over it in the meantime is not read', async () => {
  objects.set(batch.key, 'a\n');
  await splitFile(batch);
  expect(sent[0]).toMatchObject({ operation: 'GetObject', input: { IfMatch: '"abc"' } });
});

test('a file without rows has no chunks, and merges to a header', async () => {
  for (const text of ['', 'orderId\n', '\n\n']) {
    objects.set(batch.key, text);
    expect(await splitFile(batch)).toEqual({ rows: 0, chunks: [] });
  }
  await mergeParts({ batch, tallies: [] });
  expect(objects.get(mergedKey(batch))).toMatch(/^orderId,.*profit\n$/);
});

test('a quote that is never closed, and a chunk size that makes no sense, are refused', async () => {
  objects.set(batch.key, 'a\n"b\n');
  await expect(splitFile(batch)).rejects.toThrow(MalformedCsv);
  await expect(splitFile({ ...batch, chunkSize: 0 })).rejects.toThrow('FileChunkSize must be at least 1');
});

test('a part that is missing is noticed', async () => {
  await expect(mergeParts({ batch, tallies: [{ rows: 1, written: 1, rejected: 0 }] })).rejects.toThrow(
    '1 parts were expected below work/sales-1/parts/, but there are 0',
  );
});

test('a bad row is refused with all its reasons', async () => {
  await expect(validateSale({ orderId: 'x' })).rejects.toThrow(InvalidRow);
  await expect(validateSale({ orderId: 'x' })).rejects.toThrow('orderDate is missing; customer is missing');
});

test('the API knows products, and says which it does not know', async () => {
  const found = await getProduct({ pathParameters: { productId: 'P-00001' } });
  expect([found.statusCode, JSON.parse(found.body)]).toEqual([200, { item: tables['products']!.get('P-00001') }]);
  const missing = await getProduct({ pathParameters: { productId: 'P-77777' } });
  expect([missing.statusCode, JSON.parse(missing.body)]).toEqual([
    404,
    { message: 'productId P-77777 is not in the reference table' },
  ]);
});

const told = (key: string) => ({
  Records: [{ s3: { bucket: { name: 'files' }, object: { key, eTag: 'abc', sequencer: '00F1' } } }],
});

test('a dropped file starts the machine of its folder, by a name that follows from the event', async () => {
  const { executionArns } = await startBatch(told('input/M%C3%A4rz+2026.csv'));
  expect(executionArns).toEqual(['arn:aws:states:us-east-1:000000000000:execution:batch:M-rz-2026-00F1']);
  expect(JSON.parse(sent[0]!.input.input)).toEqual({
    batch: {
      run: 'M-rz-2026-00F1',
      bucket: 'files',
      key: 'input/März 2026.csv',
      etag: 'abc',
      delimiter: ',',
      chunkSize: 600,
      archiveKey: 'archive/M-rz-2026-00F1/März 2026.csv',
      copySource: 'files/input/M%C3%A4rz%202026.csv',
    },
  });
  await startBatch(told('input-distributed/sales.csv'));
  expect(sent[1]!.input.stateMachineArn).toBe(process.env['DISTRIBUTED_ARN']);
  refusal = Object.assign(new Error('there it is'), { name: 'ExecutionAlreadyExists' });
  expect(await startBatch(told('input/a.csv'))).toEqual({
    executionArns: ['arn:aws:states:us-east-1:000000000000:execution:batch:a-00F1'],
  });
  refusal = new Error('no');
  await expect(startBatch(told('input/a.csv'))).rejects.toThrow('no');
});

test.each<[name: string, ending: Parameters<typeof sendMail>[0], subject: string, text: RegExp]>([
  [
    'with errors',
    { batch, merged: { key: 'output/x', rows: 1_200, written: 1_190, rejected: 10 }, errors: { key: 'output/e' } },
    'Sales batch sales.csv: 1,190 rows merged, 10 rejected',
    /^1,190 of 1,200 rows .*\nhttps?:\S+output\/x\?\S*X-Amz-Expires=3600\S*\n\n10 rows were rejected.*\nhttps?:\S+output\/e/,
  ],
  [
    'without errors',
    { batch, merged: { key: 'output/x', rows: 3, written: 3, rejected: 0 }, errors: { key: 'output/e' } },
    'Sales batch sales.csv: 3 rows merged, 0 rejected',
    /No row was rejected/,
  ],
  [
    'without rows',
    { batch, merged: { key: 'output/x', rows: 0, written: 0, rejected: 0 }, errors: { key: 'output/e' } },
    'Sales batch sales.csv: no rows',
    /the file is empty or holds nothing but a header/,
  ],
  [
    'failed',
    { batch, failure: { Error: 'MalformedCsv', Cause: 'A quote' } },
    'Sales batch sales.csv: FAILED',
    /The file stays where it is: input\/sales.csv\n\nMalformedCsv: A quote/,
  ],
])('the mail of a batch %s', async (_name, ending, subject, text) => {
  expect(await sendMail(ending)).toEqual({ messageId: 'mail-1' });
  const { FromEmailAddress, Destination, Content } = sent.at(-1)!.input;
  expect([FromEmailAddress, Destination.ToAddresses]).toEqual(['batch@example.com', ['sales@example.com']]);
  expect(Content.Simple.Subject.Data).toBe(subject);
  expect(Content.Simple.Body.Text.Data).toMatch(text);
});

test('the reference table is filled when the stack is made, and CloudFormation hears how it went', async () => {
  const answers: Input[] = [];
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: Buffer }) => {
    answers.push(JSON.parse(body.toString()));
    return new Response();
  });
  const event = { ResponseURL: 'https://x', StackId: 's', RequestId: 'r', LogicalResourceId: 'Products' };
  tables['products']!.clear();
  await loadProducts({ ...event, RequestType: 'Create' });
  expect(tables['products']!.get('P-1')).toMatchObject({ productName: 'Ball', weightGrams: '10' });
  await loadProducts({ ...event, RequestType: 'Delete' });
  refusal = new Error('no table');
  await loadProducts({ ...event, RequestType: 'Update' });
  expect(answers.map(({ Status, Data, Reason }) => [Status, Data.Products, Reason])).toEqual([
    ['SUCCESS', 1, ''],
    ['SUCCESS', 0, ''],
    ['FAILED', undefined, 'Error: no table'],
  ]);
});

test('a row that is rejected again replaces itself', async () => {
  const row: RejectedRow = { number: 7, reasons: 'one', row: {} };
  await putRejected(batch, [row]);
  await putRejected(batch, [{ ...row, reasons: 'two' }]);
  expect([...tables['errors']!.values()].map(({ Reasons }) => Reasons)).toEqual(['two']);
});
