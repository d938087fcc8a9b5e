/**
 * Edges of distributed Maps that no recording covers, as AWS's documentation tells them. Where it tells no error name or no behaviour, the
 * case list says so: docs/reference/distributed-map-cases.md names the test and the page of each case, and is checked below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUCKET,
  csvReader,
  failing,
  type MapRunBench,
  openBench,
  processor,
  reader,
  roleArn,
  writer,
} from './map-runs.testing.ts';

let bench: MapRunBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const output = async (map: object, input?: unknown): Promise<unknown> => {
  const record = await bench.run({ ItemProcessor: processor(), ...map }, input);
  expect(record).toMatchObject({ status: 'SUCCEEDED' });
  return JSON.parse(record.output!);
};

let objects = 0;
async function put(body: string | Buffer, extension = 'csv'): Promise<string> {
  objects += 1;
  const key = `edges/${objects}.${extension}`;
  await bench.putObject(key, body);
  return key;
}

const MANY = '{% [1..5] %}';
const first = { CSVHeaderLocation: 'FIRST_ROW' };
const given = (...CSVHeaders: string[]) => ({ CSVHeaderLocation: 'GIVEN', CSVHeaders });

describe('CSV', () => {
  test.each<[name: string, body: string | Buffer, config: object, items: unknown]>([
    ['an empty file has no items', '', first, []],
    ['a header alone has no items', 'id,name\r\n', first, []],
    ['given headers, and no row', '', given('id'), []],
    ['a byte-order mark is no part of the first header', '\uFEFFid\n1\n', first, [{ id: '1' }]],
    ['a byte-order mark is no part of the first field', '\uFEFF1\n', given('id'), [{ id: '1' }]],
    [
      'CRLF ends rows',
      'a,b\r\n1,2\r\n3,4',
      first,
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['given headers, more than fields', '1\n', given('a', 'b'), [{ a: '1', b: '' }]],
    ['given headers, fewer than fields', '1,2,3\n', given('a', 'b'), [{ a: '1', b: '2' }]],
    ['every field is text', 'a,b,c\n1,true,\n', first, [{ a: '1', b: 'true', c: '' }]],
    ['doubled quotes out of quotes', 'o\n{""k"":""v""}\n', first, [{ o: '{"k":"v"}' }]],
    [
      'backslashes escape',
      'path,size\nC:\\\\Program Files\\\\a.exe,6\n',
      first,
      [{ path: 'C:\\Program Files\\a.exe', size: '6' }],
    ],
    ['a backslash before anything else goes', 'a\n\\x\\,y\n', first, [{ a: 'x,y' }]],
    ['packed by gzip', gzipSync('a\n1\n'), first, [{ a: '1' }]],
    [
      'packed by Zstandard',
      Buffer.from('KLUv/QRYsQAAaWQsbmFtZQoxLEFkYQoyLEdyYWNlCuOr27Y=', 'base64'),
      first,
      [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'Grace' },
      ],
    ],
  ])('%s', async (_name, body, config, items) => {
    expect(await output({ ItemReader: csvReader(await put(body), config) })).toEqual(items);
  });

  test.each([
    ['COMMA', ','],
    ['PIPE', '|'],
    ['SEMICOLON', ';'],
    ['SPACE', ' '],
    ['TAB', '\t'],
  ])('delimiter %s', async (CSVDelimiter, char) => {
    const key = await put(`a${char}b\n1${char}"2${char}3"\n4${char}5\\${char}6\n`);
    expect(await output({ ItemReader: csvReader(key, { ...first, CSVDelimiter }) })).toEqual([
      { a: '1', b: `2${char}3` },
      { a: '4', b: `5${char}6` },
    ]);
  });

  test("AWS's own example of a row with objects in it", async () => {
    const row =
      'abc,123,"This string contains commas, a double quotation marks (""), and a newline (\n)",{""MyKey"":""MyValue""},"[1,2,3]"';
    const names = ['MyLetters', 'MyNumbers', 'MyString', 'MyObject', 'MyArray'];
    const parsed = (name: string): object => ({ [`${name}.$`]: `States.StringToJson($$.Map.Item.Value.${name})` });
    const ItemSelector = {
      'MyLetters.$': '$$.Map.Item.Value.MyLetters',
      'MyString.$': '$$.Map.Item.Value.MyString',
      ...parsed('MyNumbers'),
      ...parsed('MyObject'),
      ...parsed('MyArray'),
    };
    expect(await output({ ItemReader: csvReader(await put(row), given(...names)), ItemSelector })).toEqual([
      {
        MyLetters: 'abc',
        MyNumbers: 123,
        MyString: 'This string contains commas, a double quotation marks ("), and a newline (\n)',
        MyObject: { MyKey: 'MyValue' },
        MyArray: [1, 2, 3],
      },
    ]);
  });

  test('a row of 1 MB is read, but is no input of a child unless an ItemSelector makes it smaller', async () => {
    const ItemReader = csvReader(await put(`id,text\n1,${'x'.repeat(1_048_576)}\n`));
    const record = await bench.run({ ItemReader, ItemProcessor: processor() });
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(record.cause).toContain('262144 bytes');
    const ItemSelector = { 'id.$': '$$.Map.Item.Value.id' };
    expect(await output({ ItemReader, ItemSelector })).toEqual([{ id: '1' }]);
  });

  test('MaxItems and MaxItemsPath limit what is read', async () => {
    const key = await put('n\n1\n2\n3\n');
    const most = (config: object, input?: unknown) =>
      output({ ItemReader: csvReader(key, { ...first, ...config }) }, input);
    expect(await most({ MaxItems: 1 })).toEqual([{ n: '1' }]);
    expect(await most({ MaxItems: 9 })).toHaveLength(3);
    expect(await most({ MaxItemsPath: '$.most' }, { most: 2 })).toHaveLength(2);
  });
});

describe('JSON, JSON Lines and Parquet', () => {
  test.each<[name: string, body: string | Buffer, config: object, items: unknown]>([
    ['a JSON array', '[1,{"a":2},[3],null]', { InputType: 'JSON' }, [1, { a: 2 }, [3], null]],
    ['an empty JSON array', '[]', { InputType: 'JSON' }, []],
    [
      'a JSON object gives its pairs',
      '{"a":1,"b":2}',
      { InputType: 'JSON' },
      [
        { Key: 'a', Value: 1 },
        { Key: 'b', Value: 2 },
      ],
    ],
    [
      'an ItemsPointer leads to an array',
      '{"in":{"p":[0,1]},"x":[9]}',
      { InputType: 'JSON', ItemsPointer: '/in/p' },
      [0, 1],
    ],
    [
      'an ItemsPointer leads to an object',
      '{"in":{"a":1}}',
      { InputType: 'JSON', ItemsPointer: '/in' },
      [{ Key: 'a', Value: 1 }],
    ],
    ['JSON with a byte-order mark', '\uFEFF[1]', { InputType: 'JSON' }, [1]],
    ['JSON packed by gzip', gzipSync('[1,2]'), { InputType: 'JSON' }, [1, 2]],
    ['JSON Lines', '{"a":1}\r\n\n2\n', { InputType: 'JSONL' }, [{ a: 1 }, 2]],
    ['an empty JSON Lines file', '', { InputType: 'JSONL' }, []],
    [
      'Parquet packed by Zstandard',
      ZSTD_PARQUET(),
      { InputType: 'PARQUET', MaxItems: 2 },
      [
        { n: 0, name: 'a name that recurs 0' },
        { n: 1, name: 'a name that recurs 1' },
      ],
    ],
  ])('%s', async (_name, body, config, items) => {
    expect(await output({ ItemReader: reader(await put(body), config) })).toEqual(items);
  });
});

describe('what cannot be read is States.ItemReaderFailed', () => {
  test.each<[name: string, body: string | Buffer, config: object, cause: RegExp]>([
    ['a quote that is never closed', 'a\n"x\n', { InputType: 'CSV', ...first }, /quote that is never closed/],
    ['a character after a closing quote', 'a\n"x"y\n', { InputType: 'CSV', ...first }, /after a closing quote/],
    ['a CSV header beyond 10 KiB', `${'h'.repeat(10_300)}\n1\n`, { InputType: 'CSV', ...first }, /10 KiB/],
    ['a row beyond 8 MB', `a\n${'x'.repeat(8_500_000)}\n`, { InputType: 'CSV', ...first }, /8 MB/],
    ['JSON that is neither an array nor an object', '"text"', { InputType: 'JSON' }, /non-iterable/],
    ['an ItemsPointer to a scalar', '{"a":1}', { InputType: 'JSON', ItemsPointer: '/a' }, /'\/a'/],
    ['an ItemsPointer to nothing', '{"a":[1]}', { InputType: 'JSON', ItemsPointer: '/b' }, /'\/b'/],
    ['broken JSON', '[1,', { InputType: 'JSON' }, /not valid JSON/],
    ['an empty JSON file', '', { InputType: 'JSON' }, /not valid JSON/],
    ['a broken line of JSON Lines', '1\n{\n', { InputType: 'JSONL' }, /Line 2/],
    ['what is no Parquet', 'PAR1', { InputType: 'PARQUET' }, /Parquet/],
    [
      'gzip that is cut off',
      gzipSync('a\n1\n'.repeat(100)).subarray(0, 20),
      { InputType: 'CSV', ...first },
      /unpacked/,
    ],
  ])('%s', async (_name, body, config, cause) => {
    const record = await bench.run({ ItemReader: reader(await put(body), config), ItemProcessor: processor() });
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(record.cause).toMatch(cause);
  });

  test.each<[name: string, parameters: object, cause: RegExp]>([
    ['a key that is not there', { Bucket: BUCKET, Key: 'nowhere' }, /Status Code: 404; Error Code: NoSuchKey/],
    [
      'a bucket that is not there',
      { Bucket: 'no-such-bucket', Key: 'x' },
      /Status Code: 404; Error Code: NoSuchBucket/,
    ],
    [
      "a bucket of somebody else's",
      { Bucket: BUCKET, Key: 'x', ExpectedBucketOwner: '111111111111' },
      /Status Code: 403; Error Code: AccessDenied/,
    ],
  ])('%s', async (_name, Parameters, cause) => {
    const ItemReader = { ...csvReader('x'), Parameters };
    const record = await bench.run({ ItemReader, ItemProcessor: processor() });
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(record.cause).toMatch(cause);
    // The states language tells it from other errors, and it can be caught.
    const Catch = [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }];
    const { stateMachineArn } = await bench.call('states', 'CreateStateMachine', {
      name: `caught-${Date.now()}`,
      roleArn,
      definition: JSON.stringify({
        StartAt: 'Map',
        States: {
          Map: { Type: 'Map', ItemReader, ItemProcessor: processor(), Catch, End: true },
          Caught: { Type: 'Pass', End: true },
        },
      }),
    });
    const { executionArn } = await bench.call('states', 'StartExecution', { stateMachineArn });
    expect(await bench.end(executionArn as string)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a VersionId of a Parquet file', async () => {
    const key = await put(ZSTD_PARQUET(), 'parquet');
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'PARQUET' },
      Parameters: { Bucket: BUCKET, Key: key, VersionId: 'null' },
    };
    const record = await bench.run({ ItemReader, ItemProcessor: processor() });
    expect(record).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringContaining('VersionId') });
  });
});

describe('definitions that AWS refuses', () => {
  test.each<[name: string, config: object]>([
    ['an S3 inventory with an InputType', { ManifestType: 'S3_INVENTORY', InputType: 'CSV', ...first }],
    ["Athena's manifest without an InputType", { ManifestType: 'ATHENA_DATA' }],
    ['LOAD_AND_FLATTEN without an InputType', { Transformation: 'LOAD_AND_FLATTEN' }],
    ['MaxItems beyond 100,000,000', { InputType: 'JSON', MaxItems: 100_000_001 }],
  ])('%s', async (_name, config) => {
    await expect(bench.start({ ItemReader: reader('x', config), ItemProcessor: processor() })).rejects.toThrow(
      'InvalidDefinition',
    );
  });
});

describe('manifests and listings', () => {
  const inventory = (files: object[], more: object = {}): string =>
    JSON.stringify({
      sourceBucket: 'source',
      destinationBucket: `arn:aws:s3:::${BUCKET}`,
      version: '2016-11-30',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size, LastModifiedDate',
      files,
      ...more,
    });

  test('an S3 inventory: files packed by gzip, fields by the schema, in their order', async () => {
    const a = await put(gzipSync('"source","csvDataset/titles.csv","3399671","2022-11-16T00:29:32.000Z"\n'), 'csv.gz');
    const b = await put('"source","b","1","2022-11-16T00:29:33.000Z"\n');
    const key = await put(
      inventory([
        { key: a, size: 1 },
        { key: b, size: 1 },
      ]),
      'json',
    );
    const items = [
      { Bucket: 'source', Key: 'csvDataset/titles.csv', Size: '3399671', LastModifiedDate: '2022-11-16T00:29:32.000Z' },
      { Bucket: 'source', Key: 'b', Size: '1', LastModifiedDate: '2022-11-16T00:29:33.000Z' },
    ];
    expect(await output({ ItemReader: reader(key, { InputType: 'MANIFEST' }) })).toEqual(items);
    expect(await output({ ItemReader: reader(key, { ManifestType: 'S3_INVENTORY' }) })).toEqual(items);
  });

  test.each<[name: string, manifest: string]>([
    ['an inventory in another format than CSV', inventory([{ key: 'x' }], { fileFormat: 'Parquet' })],
    ['an inventory whose file is not there', inventory([{ key: 'edges/nowhere' }])],
    ['a manifest that is no JSON', 'key'],
  ])('%s is States.ItemReaderFailed', async (_name, manifest) => {
    const ItemReader = reader(await put(manifest, 'json'), { InputType: 'MANIFEST' });
    expect(await bench.run({ ItemReader, ItemProcessor: processor() })).toMatchObject({
      error: 'States.ItemReaderFailed',
    });
  });

  test.each<[format: string, bodies: (string | Buffer)[], config: object, items: unknown]>([
    [
      'CSV, which has no header',
      ['1,Ada\n', gzipSync('2,Grace\n')],
      { InputType: 'CSV', ...given('id', 'name') },
      [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'Grace' },
      ],
    ],
    ['JSON Lines', [gzipSync('{"n":1}\n'), '{"n":2}\n'], { InputType: 'JSONL' }, [{ n: 1 }, { n: 2 }]],
    ['Parquet', [ZSTD_PARQUET()], { InputType: 'PARQUET', MaxItems: 1 }, [{ n: 0, name: 'a name that recurs 0' }]],
  ])("a manifest of Athena's UNLOAD: %s", async (_format, bodies, config, items) => {
    const keys: string[] = [];
    for (const body of bodies) keys.push(await put(body, 'data'));
    const manifest = await put(keys.map((key) => `s3://${BUCKET}/${key}\n`).join(''), 'csv');
    expect(await output({ ItemReader: reader(manifest, { ManifestType: 'ATHENA_DATA', ...config }) })).toEqual(items);
    const ItemSelector = { 'source.$': '$$.Map.Item.Source' };
    expect(
      await output({
        ItemReader: reader(manifest, { ManifestType: 'ATHENA_DATA', ...config, MaxItems: 1 }),
        ItemSelector,
      }),
    ).toEqual([{ source: `S3://${BUCKET}/${keys[0]}` }]);
  });

  test('a listing has an item for every object under the prefix, folders among them', async () => {
    for (const key of ['tree/', 'tree/a', 'tree2/b']) await bench.putObject(key, key.endsWith('/') ? '' : 'x');
    const listed = async (Prefix: string): Promise<string[]> => {
      const Parameters = { Bucket: BUCKET, Prefix };
      const items = await output({ ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters } });
      return (items as { Key: string }[]).map(({ Key }) => Key);
    };
    expect(await listed('tree')).toEqual(['tree/', 'tree/a', 'tree2/b']);
    expect(await listed('tree/')).toEqual(['tree/', 'tree/a']);
    expect(await listed('nothing/')).toEqual([]);
  });

  test('a listing of more than a page', async () => {
    await Promise.all(Array.from({ length: 1_005 }, (_, n) => bench.putObject(`pages/${n}`, '')));
    const Parameters = { Bucket: BUCKET, Prefix: 'pages/' };
    const ItemSelector = { 'k.$': '$$.Map.Item.Value.Key' };
    const ItemReader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters };
    expect(await output({ ItemReader, ItemSelector })).toHaveLength(1_005);
  });

  test.each<[type: string, bodies: (string | Buffer)[], config: object, items: unknown[]]>([
    ['CSV', ['n\n1\n', gzipSync('n\n2\n')], { InputType: 'CSV', ...first }, [{ n: '1' }, { n: '2' }]],
    ['JSON', ['[1]', '{"a":2}'], { InputType: 'JSON' }, [1, { Key: 'a', Value: 2 }]],
    ['JSONL', ['1\n', '2\n3\n'], { InputType: 'JSONL' }, [1, 2, 3]],
    ['PARQUET', [ZSTD_PARQUET()], { InputType: 'PARQUET', MaxItems: 1 }, [{ n: 0, name: 'a name that recurs 0' }]],
  ])('LOAD_AND_FLATTEN reads what is in the objects: %s', async (type, bodies, config, items) => {
    const Prefix = `flatten/${type}/`;
    for (const [n, body] of bodies.entries()) await bench.putObject(`${Prefix}${n}`, body);
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Parameters: { Bucket: BUCKET, Prefix },
      ReaderConfig: { Transformation: 'LOAD_AND_FLATTEN', ...config },
    };
    expect(await output({ ItemReader })).toEqual(items);
  });
});

describe('batches', () => {
  const sizes = async (ItemBatcher: object, items: unknown, input: object = {}): Promise<number[]> => {
    const batches = await output({ ItemsPath: '$.items', ItemBatcher }, { items, ...input });
    return (batches as { Items: unknown[] }[]).map(({ Items }) => Items.length);
  };
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

  test.each<[name: string, batcher: object, count: number, expected: number[], input?: object]>([
    ["AWS's own example: 1,130 items by 100", { MaxItemsPerBatch: 100 }, 1_130, [...Array(11).fill(100), 30]],
    ['MaxItemsPerBatchPath', { MaxItemsPerBatchPath: '$.most' }, 5, [2, 2, 1], { most: 2 }],
    // {"Items":[1,2]} has 15 bytes.
    ['MaxInputBytesPerBatch', { MaxInputBytesPerBatch: 15 }, 5, [2, 2, 1]],
    ['MaxInputBytesPerBatchPath', { MaxInputBytesPerBatchPath: '$.bytes' }, 5, [2, 2, 1], { bytes: 15 }],
    ['both limits hold', { MaxItemsPerBatch: 3, MaxInputBytesPerBatch: 15 }, 5, [2, 2, 1]],
    ['an item larger than the limit is a batch of its own', { MaxInputBytesPerBatch: 1 }, 2, [1, 1]],
  ])('%s', async (_name, batcher, count, expected, input) => {
    expect(await sizes(batcher, numbers(count), input)).toEqual(expected);
  });

  test('a batch holds no more than an input may, whatever the number allows', async () => {
    const ItemReader = csvReader(await put(`t\n${`${'x'.repeat(100_000)}\n`.repeat(5)}`));
    const graph = {
      StartAt: 'Count',
      States: { Count: { Type: 'Pass', Parameters: { 'n.$': 'States.ArrayLength($.Items)' }, End: true } },
    };
    const counts = await output({
      ItemReader,
      ItemBatcher: { MaxItemsPerBatch: 100 },
      ItemProcessor: processor(graph),
    });
    expect(counts).toEqual([{ n: 2 }, { n: 2 }, { n: 1 }]);
  });

  test('BatchInput goes with each batch, evaluated once against the input of the Map', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 1, BatchInput: { fixed: 1, 'from.$': '$.from' } };
    expect(await output({ ItemsPath: '$.items', ItemBatcher }, { items: ['a', 'b'], from: 'input' })).toEqual([
      { BatchInput: { fixed: 1, from: 'input' }, Items: ['a'] },
      { BatchInput: { fixed: 1, from: 'input' }, Items: ['b'] },
    ]);
  });
});

describe('tolerance', () => {
  const bad = (count: number): unknown[] => Array.from({ length: 10 }, (_, n) => ({ fail: n < count }));

  test.each<[name: string, fields: object, failures: number, status: string]>([
    ['ToleratedFailureCountPath, up to it', { ToleratedFailureCountPath: '$.most' }, 3, 'SUCCEEDED'],
    ['ToleratedFailureCountPath, beyond it', { ToleratedFailureCountPath: '$.most' }, 4, 'FAILED'],
    ['ToleratedFailurePercentagePath, up to it', { ToleratedFailurePercentagePath: '$.share' }, 2, 'SUCCEEDED'],
    ['ToleratedFailurePercentagePath, beyond it', { ToleratedFailurePercentagePath: '$.share' }, 3, 'FAILED'],
    ['100 percent tolerate everything', { ToleratedFailurePercentage: 100 }, 10, 'SUCCEEDED'],
    ['either limit fails the run', { ToleratedFailureCount: 9, ToleratedFailurePercentage: 20 }, 3, 'FAILED'],
  ])('%s', async (_name, fields, failures, status) => {
    const map = { ...fields, ItemsPath: '$.items', ItemProcessor: processor(failing) };
    const record = await bench.run(map, { items: bad(failures), most: 3, share: 20 });
    expect(record.status).toBe(status);
    if (status === 'FAILED') expect(record.error).toBe('States.ExceedToleratedFailureThreshold');
  });
});

describe('where a distributed Map stands', () => {
  /** Names of states are unique in a machine, those of children among them. */
  const named = (name: string): object => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
  const distributed = (label: string, fields: object = {}) => ({
    Type: 'Map',
    Label: label,
    ItemProcessor: processor(named(`in-${label}`)),
    End: true,
    ...fields,
  });

  test('in the branches of a Parallel and in the iterations of an inline Map, each with a map run of its own', async () => {
    const { stateMachineArn } = await bench.call('states', 'CreateStateMachine', {
      name: `nested-${Date.now()}`,
      roleArn,
      definition: JSON.stringify({
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'A', States: { A: distributed('a') } },
              {
                StartAt: 'Each',
                States: {
                  Each: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: distributed('b') } }, End: true },
                },
              },
            ],
            End: true,
          },
        },
      }),
    });
    const { executionArn } = await bench.call('states', 'StartExecution', { stateMachineArn, input: '[[1],[2,3]]' });
    const record = await bench.end(executionArn as string);
    expect(JSON.parse(record.output!)).toEqual([
      [[1], [2, 3]],
      [[1], [2, 3]],
    ]);
    const { mapRuns } = await bench.call('states', 'ListMapRuns', { executionArn });
    const labels = (mapRuns as { mapRunArn: string }[]).map(({ mapRunArn }) => mapRunArn.split(':')[6]!.split('/')[1]);
    expect(labels.sort()).toEqual(['a', 'b', 'b']);
  });

  test.each(['STANDARD', 'EXPRESS'] as const)('within a child: %s children of a Standard child', async (type) => {
    const inner = {
      StartAt: 'Inner',
      States: { Inner: distributed('inner', { ItemProcessor: processor(named('within'), type) }) },
    };
    const record = await bench.run({ ItemProcessor: processor(inner, 'STANDARD') }, [[1, 2], [3]]);
    expect(JSON.parse(record.output!)).toEqual([[1, 2], [3]]);
  });

  test('not within an Express child, nor in an Express machine', async () => {
    const inner = { StartAt: 'Inner', States: { Inner: distributed('inner') } };
    await expect(bench.start({ ItemProcessor: processor(inner, 'EXPRESS') }, [[1]])).rejects.toThrow(
      'InvalidDefinition',
    );
    const definition = JSON.stringify({ StartAt: 'A', States: { A: distributed('a') } });
    const express = { name: `express-${Date.now()}`, roleArn, definition, type: 'EXPRESS' };
    await expect(bench.call('states', 'CreateStateMachine', express)).rejects.toThrow('InvalidDefinition');
  });

  test.each(['.sync', '.waitForTaskToken'])(
    'an Express child may not use %s, as no Express machine may',
    async (pattern) => {
      const graph = (type: 'STANDARD' | 'EXPRESS') =>
        processor(
          {
            StartAt: 'Task',
            States: {
              Task: {
                Type: 'Task',
                Resource: `arn:aws:states:::states:startExecution${pattern}`,
                Parameters: {
                  StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:x',
                  'Input.$': '$$.Task.Token',
                },
                End: true,
              },
            },
          },
          type,
        );
      await expect(bench.start({ ItemProcessor: graph('EXPRESS') }, [])).rejects.toThrow('InvalidDefinition');
      if (pattern !== '.sync') await bench.start({ ItemProcessor: graph('STANDARD') }, []);
    },
  );

  test.each<[name: string, label: string]>([
    ['more than 40 characters', 'x'.repeat(41)],
    ['a blank', 'a b'],
    ['a colon', 'a:b'],
  ])('a label may not have %s', async (_name, Label) => {
    await expect(bench.start({ Label, ItemProcessor: processor() })).rejects.toThrow('InvalidDefinition');
  });
});

describe('results', () => {
  test('8 MB and more of results are one file', async () => {
    const graph = {
      StartAt: 'P',
      States: { P: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'text.$': '$.text' }, End: true } },
    };
    const text = 'é'.repeat(100_000);
    const ItemReader = reader(
      await put(Array.from({ length: 60 }, (_, n) => `${JSON.stringify({ n, text })}\n`).join(''), 'jsonl'),
      { InputType: 'JSONL' },
    );
    for (const [OutputType, extension] of [
      ['JSON', 'json'],
      ['JSONL', 'jsonl'],
    ] as const) {
      const config = { Transformation: 'COMPACT', OutputType };
      const record = await bench.run({ ItemReader, ItemProcessor: processor(graph), ResultWriter: writer(config) });
      const { ResultWriterDetails } = JSON.parse(record.output!);
      const { ResultFiles } = JSON.parse(await bench.getText(ResultWriterDetails.Key));
      expect(ResultFiles.SUCCEEDED).toHaveLength(1);
      const [{ Key, Size }] = ResultFiles.SUCCEEDED;
      expect(Key.endsWith(`SUCCEEDED_0.${extension}`)).toBe(true);
      const body = await bench.getText(Key);
      expect(Buffer.byteLength(body)).toBe(Size);
      const results =
        OutputType === 'JSON'
          ? JSON.parse(body)
          : body
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line));
      expect(results.map(({ n }: { n: number }) => n)).toEqual(Array.from({ length: 60 }, (_, n) => n));
      expect(results.at(-1).text).toBe(text);
    }
    const { Uploads = [] } = await bench.call('s3', 'ListMultipartUploads', { Bucket: BUCKET });
    expect(Uploads).toEqual([]);
  });

  test('what failed is whole, whatever the transformation', async () => {
    const record = await bench.run(
      {
        ToleratedFailureCount: 1,
        ItemProcessor: processor(failing),
        ResultWriter: writer({ Transformation: 'FLATTEN', OutputType: 'JSON' }),
      },
      [{ fail: true }],
    );
    const { Key } = JSON.parse(record.output!).ResultWriterDetails;
    const [failed] = JSON.parse(await bench.getText(Key.replace('manifest', 'FAILED_0')));
    expect(failed).toMatchObject({
      Error: 'Bad',
      Cause: 'it was to fail',
      Input: '{"fail":true}',
      InputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
      Status: 'FAILED',
    });
  });

  test('the members of a whole result, as AWS documents them', async () => {
    const record = await bench.run({ ItemProcessor: processor(), ResultWriter: writer() }, [{ n: 1 }]);
    const { Key } = JSON.parse(record.output!).ResultWriterDetails;
    const [whole] = JSON.parse(await bench.getText(Key.replace('manifest', 'SUCCEEDED_0')));
    expect(Object.keys(whole)).toEqual([
      'ExecutionArn',
      'Input',
      'InputDetails',
      'Name',
      'Output',
      'OutputDetails',
      'RedriveCount',
      'RedriveStatus',
      'RedriveStatusReason',
      'StartDate',
      'StateMachineArn',
      'Status',
      'StopDate',
    ]);
    expect(whole).toMatchObject({
      Input: '{"n":1}',
      Output: '{"n":1}',
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });
  });

  test('a run that was stopped exports what ended, what was aborted and what never began', async () => {
    const graph = {
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 0, Next: 'Done' }], Default: 'Wait' },
        Wait: { Type: 'Wait', Seconds: 3_600, Next: 'Done' },
        Done: { Type: 'Succeed' },
      },
    };
    const map = { MaxConcurrency: 1, ItemProcessor: processor(graph, 'STANDARD'), ResultWriter: writer() };
    const executionArn = await bench.start(map, [0, 1, 2, 3]);
    type Shown = { status: string; mapRunArn: string; itemCounts: Record<string, number> };
    const until = async (isSo: (shown: Shown) => boolean): Promise<Shown> => {
      for (;;) {
        const shown = (await bench.mapRun(executionArn).catch(() => undefined)) as Shown | undefined;
        if (shown && isSo(shown)) return shown;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await until(({ itemCounts }) => itemCounts['succeeded'] === 1 && itemCounts['running'] === 1);
    await bench.call('states', 'StopExecution', { executionArn });
    const { mapRunArn, itemCounts } = await until(({ status }) => status === 'ABORTED');
    expect(itemCounts).toMatchObject({ succeeded: 1, aborted: 1, pending: 2, total: 4 });
    const prefix = `out/${mapRunArn.split(':').at(-1)}/`;
    const { ResultFiles } = JSON.parse(await bench.getText(`${prefix}manifest.json`));
    const names = Object.values(ResultFiles as Record<string, { Key: string }[]>).flat();
    expect(names.map(({ Key }) => Key.slice(prefix.length)).sort()).toEqual([
      'FAILED_0.json',
      'PENDING_0.json',
      'SUCCEEDED_0.json',
    ]);
    expect(JSON.parse(await bench.getText(`${prefix}PENDING_0.json`))).toMatchObject([
      { Status: 'PENDING', Input: '2' },
      { Status: 'PENDING', Input: '3' },
    ]);
  });

  test.each<[name: string, writer: object]>([
    ['WriterConfig alone', { WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } }],
    ['no writer at all', {}],
  ])('too much for the output is States.DataLimitExceeded: %s', async (_name, ResultWriter) => {
    const Items = '{% $map([1..300], function($n) { $join($map([1..100], function($x) { "0123456789" })) }) %}';
    const map = { QueryLanguage: 'JSONata', Items, ItemProcessor: processor() };
    const record = await bench.run(Object.keys(ResultWriter).length > 0 ? { ...map, ResultWriter } : map);
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

test('JSONata in every field that takes a number', async () => {
  const fields = {
    QueryLanguage: 'JSONata',
    Items: MANY,
    MaxConcurrency: '{% 1 + 1 %}',
    ToleratedFailureCount: '{% 2 %}',
    ToleratedFailurePercentage: '{% 50 %}',
    ItemBatcher: { MaxItemsPerBatch: '{% 2 %}', MaxInputBytesPerBatch: '{% 1000 %}' },
  };
  const record = await bench.run({ ...fields, ItemProcessor: processor() });
  expect(JSON.parse(record.output!)).toEqual([{ Items: [1, 2] }, { Items: [3, 4] }, { Items: [5] }]);
  expect(await bench.mapRun(record.executionArn)).toMatchObject({
    maxConcurrency: 2,
    toleratedFailureCount: 2,
    toleratedFailurePercentage: 50,
  });
});

describe('the case list', () => {
  const list = new URL('../../docs/reference/distributed-map-cases.md', import.meta.url);
  const rows = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| case') && !line.startsWith('| ---'))
    .map((line) => line.slice(2, -2).split(' | '));

  test('names a page of AWS and a test that is there, for each case', () => {
    const folders = ['.', '../../src/map-run', '../../src/engine', '../simulation'].map(
      (path) => new URL(`${path}/`, import.meta.url),
    );
    const sources = new Map<string, string>();
    for (const folder of folders) {
      for (const name of readdirSync(folder)) {
        if (name.endsWith('.test.ts')) sources.set(name, readFileSync(new URL(name, folder), 'utf8'));
      }
    }
    expect(rows.length).toBeGreaterThan(60);
    for (const [name, , page, proof] of rows) {
      expect(page, name).toMatch(/^\[[\w-]+\]\(https:\/\/docs\.aws\.amazon\.com\/[^)]+\)$|^not documented$/);
      const [, file, title] = /^`([\w.-]+\.test\.ts)`: (.+)$/.exec(proof ?? '') ?? [];
      const source = sources.get(file ?? '');
      expect(source, `${name}: ${file}`).toBeDefined();
      expect(source!.replaceAll("\\'", "'"), `${name}: ${title}`).toContain(title!.replaceAll('\\|', '|'));
    }
  });
});

/** Sixty rows of `{n, name}`, packed by Zstandard. */
function ZSTD_PARQUET(): Buffer {
  return Buffer.from(
    'UEFSMRUGFeQDFcgBXBV4FQAVeBUAFQQVAAAAeAEotS/9AFjNAgACTxUKEOhuBgCgIiQyBa+d9tlljx32111vnfXVVU8d9dNNL5300UUPHfTPPe+c8801zxzzyy2vnPLJJY8c8scdb5zxxRVPHPHDDS+c8MEFDxzw7967c98+ABUEFZABFVZMFQYVAAAAKLUv/QBYFQEA0BQAAABhIG5hbWUgdGhhdCByZWN1cnMgMDEyAgCgFmw9xxUGFSgVLlwVeBUAFXgVEBUEFQAAAHgBKLUv/QBYZQAAMAIRJEmSAAEAck4LFQQZPEgEcm9vdBUEABUCJQIYAW4AFQwlAhgEbmFtZSUAABZ4GRwZLCYIHBUCGRUAGRgBbhUMFngWkgQW9gEmCAAAJv4BHBUMGSUAEBkYBG5hbWUVDBZ4Fv4BFsoBJvACJv4BAAAWkAYWeDbAAwAoCWh5cGFycXVldBksHAAAHAAAAIIAAABQQVIx',
    'base64',
  );
}
