/**
 * Distributed Maps end to end, in one process: what is read, what is tolerated, what is written. Cases that no recording covers come from
 * AWS's documentation:
 * - readers, manifests, listings: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 * - batches: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 * - result files and their shapes: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 * - tolerance, errors, labels: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 * - what an item selector sees: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUCKET,
  csvReader,
  failing,
  type MapRunBench,
  openBench,
  processor,
  reader,
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

describe('items', () => {
  test.each<[name: string, body: string | Buffer, config: object, items: unknown]>([
    [
      'CSV with a byte-order mark and CRLF',
      '\uFEFFid,name\r\n1,Ada\r\n2,Grace\r\n',
      {},
      [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'Grace' },
      ],
    ],
    ['CSV of a header only', 'id,name\n', {}, []],
    ['an empty CSV', '', {}, []],
    ['CSV with quotes', 'id,name\n1,"a ""b"", c\nd"\n', {}, [{ id: '1', name: 'a "b", c\nd' }]],
    ['CSV with pipes', 'id|name\n1|a,b\n', { CSVDelimiter: 'PIPE' }, [{ id: '1', name: 'a,b' }]],
    ['CSV with tabs', 'id\tname\n1\tx\n', { CSVDelimiter: 'TAB' }, [{ id: '1', name: 'x' }]],
    ['CSV with MaxItems', 'id\n1\n2\n3\n', { MaxItems: 2 }, [{ id: '1' }, { id: '2' }]],
    ['JSON Lines', '{"n":1}\n\n[2]\r\n"three"', { InputType: 'JSONL' }, [{ n: 1 }, [2], 'three']],
    [
      'JSON where a pointer leads',
      '{"a":[{"b":0},{"b":[1,{"x":"]"},null]}]}',
      { InputType: 'JSON', ItemsPointer: '/a/1/b' },
      [1, { x: ']' }, null],
    ],
    [
      'the members of a JSON object',
      '{"a":1,"b":{"c":2}}',
      { InputType: 'JSON' },
      [
        { Key: 'a', Value: 1 },
        { Key: 'b', Value: { c: 2 } },
      ],
    ],
    [
      'Parquet',
      Buffer.from(PARQUET(), 'base64'),
      { InputType: 'PARQUET' },
      [
        { id: 1, name: 'Ada', amount: 1.5, paid: true },
        { id: 2, name: 'Grace', amount: 2.25, paid: false },
        { id: Number('9007199254740993'), name: 'Edsger', amount: -3, paid: true },
      ],
    ],
  ])('%s', async (name, body, config, items) => {
    await bench.putObject(name, body);
    const { InputType = 'CSV' } = config as { InputType?: string };
    const header = InputType === 'CSV' ? { CSVHeaderLocation: 'FIRST_ROW' } : {};
    expect(await output({ ItemReader: reader(name, { InputType, ...header, ...config }) })).toEqual(items);
  });

  test.each<[name: string, body: string, config: object, cause: RegExp]>([
    ['a quote that is never closed', 'id,name\n1,"x\n2,y\n', {}, /never closed/],
    ['a character after a closing quote', 'id,name\n1,"x"y\n', {}, /after a closing quote/],
    ['JSON that is cut off', '[1,2', { InputType: 'JSON' }, /not valid JSON/],
    ['JSON of a scalar', '42', { InputType: 'JSON' }, /non-iterable/],
    ['a pointer to nothing', '{"a":1}', { InputType: 'JSON', ItemsPointer: '/b' }, /'\/b'/],
    ['a broken line', '{"n":1}\n{"n":\n', { InputType: 'JSONL' }, /Line 2/],
    ['no Parquet at all', 'PAR1 nonsense', { InputType: 'PARQUET' }, /Parquet/],
  ])('States.ItemReaderFailed for %s', async (name, body, config, cause) => {
    await bench.putObject(name, body);
    const { InputType = 'CSV' } = config as { InputType?: string };
    const header = InputType === 'CSV' ? { CSVHeaderLocation: 'FIRST_ROW' } : {};
    const record = await bench.run({
      ItemReader: reader(name, { InputType, ...header, ...config }),
      ItemProcessor: processor(),
    });
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(record.cause).toMatch(cause);
  });

  test('a missing object and a missing bucket are named as S3 names them', async () => {
    const missing = await bench.run({ ItemReader: csvReader('nowhere'), ItemProcessor: processor() });
    expect(missing).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringContaining('NoSuchKey') });
    const nowhere = { ...csvReader('x'), Parameters: { Bucket: 'no-such-bucket', Key: 'x' } };
    const record = await bench.run({ ItemReader: nowhere, ItemProcessor: processor() });
    expect(record).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringContaining('NoSuchBucket') });
  });

  test('a listing gives objects, and what is in them', async () => {
    await bench.putObject('list/a.jsonl', '1\n2\n');
    await bench.putObject('list/b.jsonl', '3\n');
    const Resource = 'arn:aws:states:::s3:listObjectsV2';
    const Parameters = { Bucket: BUCKET, Prefix: 'list/' };
    const listed = (await output({ ItemReader: { Resource, Parameters } })) as Record<string, unknown>[];
    expect(listed.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['list/a.jsonl', 4],
      ['list/b.jsonl', 2],
    ]);
    expect(Object.keys(listed[0]!)).toEqual(['Etag', 'Key', 'LastModified', 'Size', 'StorageClass']);
    expect(listed[0]!['LastModified']).toBeLessThan(1e11);
    const ReaderConfig = { InputType: 'JSONL', Transformation: 'LOAD_AND_FLATTEN' };
    expect(await output({ ItemReader: { Resource, Parameters, ReaderConfig } })).toEqual([1, 2, 3]);
  });

  test('an S3 inventory and a manifest of Athena name the files', async () => {
    await bench.putObject('inv/data.csv', `"${BUCKET}","a%2Fb+c","7"\n"${BUCKET}","d","8"\n`);
    const manifest = {
      sourceBucket: BUCKET,
      destinationBucket: `arn:aws:s3:::${BUCKET}`,
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [{ key: 'inv/data.csv' }],
    };
    await bench.putObject('inv/manifest.json', JSON.stringify(manifest));
    expect(await output({ ItemReader: reader('inv/manifest.json', { InputType: 'MANIFEST' }) })).toEqual([
      { Bucket: BUCKET, Key: 'a/b c', Size: '7' },
      { Bucket: BUCKET, Key: 'd', Size: '8' },
    ]);
    const { gzipSync } = await import('node:zlib');
    await bench.putObject('ath/1', gzipSync('{"n":1}\n{"n":2}\n'));
    await bench.putObject('ath/2', '{"n":3}\n');
    await bench.putObject('ath/manifest.csv', `s3://${BUCKET}/ath/1\ns3://${BUCKET}/ath/2\n`);
    const config = { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' };
    expect(await output({ ItemReader: reader('ath/manifest.csv', config) })).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test('an item selector sees index, value, key and source, and the input of the Map', async () => {
    const ItemSelector = {
      'i.$': '$$.Map.Item.Index',
      'v.$': '$$.Map.Item.Value',
      'k.$': '$$.Map.Item.Key',
      's.$': '$$.Map.Item.Source',
      'from.$': '$.from',
    };
    expect(await output({ ItemsPath: '$.items', ItemSelector }, { from: 'input', items: { a: 1, b: 2 } })).toEqual([
      { i: 0, v: 1, k: 'a', s: 'STATE_DATA', from: 'input' },
      { i: 1, v: 2, k: 'b', s: 'STATE_DATA', from: 'input' },
    ]);
  });

  test('JSONata brings items, a selector, batches and a batch input', async () => {
    const record = await bench.run(
      {
        QueryLanguage: 'JSONata',
        Items: '{% [1..5] %}',
        ItemSelector: { n: '{% $states.context.Map.Item.Value * $states.input.by %}' },
        ItemBatcher: { MaxItemsPerBatch: '{% 1 + 1 %}', BatchInput: { by: '{% $states.input.by %}' } },
        ItemProcessor: processor(),
      },
      { by: 10 },
    );
    expect(JSON.parse(record.output!)).toEqual([
      { BatchInput: { by: 10 }, Items: [{ n: 10 }, { n: 20 }] },
      { BatchInput: { by: 10 }, Items: [{ n: 30 }, { n: 40 }] },
      { BatchInput: { by: 10 }, Items: [{ n: 50 }] },
    ]);
  });
});

describe('tolerance', () => {
  const items = (bad: number, good: number): unknown => [
    ...Array.from({ length: bad }, () => ({ fail: true })),
    ...Array.from({ length: good }, () => ({ fail: false })),
  ];

  test.each<[name: string, limits: object, bad: number, status: string]>([
    ['no failure is tolerated without a limit', {}, 1, 'FAILED'],
    ['as many as the count are', { ToleratedFailureCount: 3 }, 3, 'SUCCEEDED'],
    ['one more is not', { ToleratedFailureCount: 3 }, 4, 'FAILED'],
    ['as large a share as the percentage is', { ToleratedFailurePercentage: 30 }, 3, 'SUCCEEDED'],
    ['a larger one is not', { ToleratedFailurePercentage: 30 }, 4, 'FAILED'],
    ['both limits hold', { ToleratedFailurePercentage: 90, ToleratedFailureCount: 2 }, 3, 'FAILED'],
  ])('%s', async (_name, limits, bad, status) => {
    const record = await bench.run(
      { ...limits, MaxConcurrency: 2, ItemProcessor: processor(failing) },
      items(bad, 10 - bad),
    );
    expect(record.status).toBe(status);
    if (status === 'FAILED') {
      expect(record).toMatchObject({
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      });
    }
  });

  test('a tolerated failure stands in the output with what is known of it', async () => {
    const record = await bench.run({ ToleratedFailureCount: 1, ItemProcessor: processor(failing) }, items(1, 1));
    const [bad, good] = JSON.parse(record.output!);
    expect(bad).toMatchObject({ Status: 'FAILED', Error: 'Bad', Cause: 'it was to fail', Input: '{"fail":true}' });
    expect(good).toEqual({ fail: false });
  });

  test('a batch that fails counts with all its items', async () => {
    const graph = { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'E' } } };
    const map = { ItemBatcher: { MaxItemsPerBatch: 3 }, ItemProcessor: processor(graph) };
    expect((await bench.run({ ...map, ToleratedFailureCount: 3 }, [1, 2, 3])).status).toBe('SUCCEEDED');
    expect((await bench.run({ ...map, ToleratedFailureCount: 2 }, [1, 2, 3])).status).toBe('FAILED');
  });

  test('a retry of a Map is a map run of its own', async () => {
    const Retry = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], MaxAttempts: 1, IntervalSeconds: 1 }];
    const record = await bench.run({ ItemProcessor: processor(failing), Retry }, items(1, 0));
    expect(record.status).toBe('FAILED');
    const { mapRuns } = await bench.call('states', 'ListMapRuns', { executionArn: record.executionArn });
    expect(mapRuns).toHaveLength(2);
  });
});

describe('results', () => {
  test('too much for the output is States.DataLimitExceeded, and fits the ResultWriter', async () => {
    const Items =
      '{% $map([1..300], function($n) { {"n": $n, "text": $join($map([1..100], function($x) { "0123456789" }))} }) %}';
    const map = { QueryLanguage: 'JSONata', Items, ItemProcessor: processor() };
    const record = await bench.run(map);
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    const { Resource } = writer() as { Resource: string };
    const exported = await bench.run({
      ...map,
      ResultWriter: { Resource, Arguments: { Bucket: BUCKET, Prefix: 'big' } },
    });
    const { MapRunArn, ResultWriterDetails } = JSON.parse(exported.output!);
    expect(ResultWriterDetails.Key).toBe(`big/${MapRunArn.split(':').at(-1)}/manifest.json`);
    const manifest = JSON.parse(await bench.getText(ResultWriterDetails.Key));
    expect(manifest).toMatchObject({ DestinationBucket: BUCKET, MapRunArn, ResultFiles: { FAILED: [], PENDING: [] } });
    const results = JSON.parse(await bench.getText(manifest.ResultFiles.SUCCEEDED[0].Key));
    expect(results).toHaveLength(300);
    expect(results[7]).toMatchObject({ Status: 'SUCCEEDED', InputDetails: { Included: true } });
    expect(JSON.parse(results[7].Output).n).toBe(8);
    expect(await bench.mapRun(exported.executionArn)).toMatchObject({
      itemCounts: { resultsWritten: 300, total: 300 },
    });
  });

  test.each<[config: object, file: string, text: string]>([
    [{ Transformation: 'COMPACT', OutputType: 'JSON' }, 'SUCCEEDED_0.json', '[[1,2],[3]]'],
    [{ Transformation: 'FLATTEN', OutputType: 'JSON' }, 'SUCCEEDED_0.json', '[1,2,3]'],
    [{ Transformation: 'FLATTEN', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', '1\n2\n3\n'],
  ])('the writer makes %j into %s', async (config, file, text) => {
    const record = await bench.run({ ItemProcessor: processor(), ResultWriter: writer(config) }, [[1, 2], [3]]);
    const { Key } = JSON.parse(record.output!).ResultWriterDetails;
    expect(await bench.getText(Key.replace('manifest.json', file))).toBe(text);
  });

  test('a WriterConfig alone shapes the output', async () => {
    const shape = (WriterConfig: object): Promise<unknown> => output({ ResultWriter: { WriterConfig } }, [[1, 2], [3]]);
    expect(await shape({ Transformation: 'FLATTEN', OutputType: 'JSON' })).toEqual([1, 2, 3]);
    expect(await shape({ Transformation: 'NONE', OutputType: 'JSON' })).toMatchObject([
      { Output: '[1,2]', Input: '[1,2]' },
      { Output: '[3]' },
    ]);
    expect(await shape({ Transformation: 'COMPACT', OutputType: 'JSONL' })).toBe('[1,2]\n[3]');
  });

  test('a failed run exports what failed and what never began', async () => {
    const items = [{ fail: false }, { fail: true }, { fail: false }, { fail: false }];
    const record = await bench.run(
      { MaxConcurrency: 1, ItemProcessor: processor(failing), ResultWriter: writer() },
      items,
    );
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const mapRun = await bench.mapRun(record.executionArn);
    expect(mapRun).toMatchObject({ status: 'FAILED', itemCounts: { succeeded: 1, failed: 1, pending: 2, total: 4 } });
    const prefix = `out/${(mapRun['mapRunArn'] as string).split(':').at(-1)}/`;
    const names = async (file: string): Promise<string[]> =>
      JSON.parse(await bench.getText(`${prefix}${file}`)).map(({ Status }: { Status: string }) => Status);
    expect(await names('SUCCEEDED_0.json')).toEqual(['SUCCEEDED']);
    expect(await names('FAILED_0.json')).toEqual(['FAILED']);
    expect(await names('PENDING_0.json')).toEqual(['PENDING', 'PENDING']);
  });

  test('a bucket that is not there is States.ResultWriterFailed before anything runs', async () => {
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'no-such-bucket', Prefix: 'x' },
    };
    const record = await bench.run({ ItemProcessor: processor(), ResultWriter }, [1]);
    expect(record).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
    expect(await bench.mapRun(record.executionArn)).toMatchObject({ itemCounts: { succeeded: 0 } });
  });
});

/** Three rows in two row groups, packed with Snappy. */
function PARQUET(): string {
  return 'UEFSMRUGFSQVKFwVBBUAFQQVABUEFQAAAAMDEDwBAAAAAAAAAAIAAAAAAAAAFQYVJBUoXBUEFQAVBBUAFQQVAAAAAwMQPAMAAABBZGEFAAAAR3JhY2UVBhUkFSRcFQQVABUEFQAVBBUAAAADAxAAAAUBJPg/AAAAAAAAAkAVBhUGFQpcFQQVABUEFQAVBBUAAAADAwEAARUGFRQVGFwVAhUAFQIVABUEFQAAAAMBCBwBAAAAAAAgABUGFRgVHFwVAhUAFQIVABUEFQAAAAMBCiQGAAAARWRzZ2VyFQYVFBUYXBUCFQAVAhUAFQQVAAAAAwEIHAAAAAAAAAjAFQYVBhUKXBUCFQAVAhUAFQQVAAAAAwEBAAEVBBlcSARyb290FQgAFQQlAhgCaWQAFQwlAhgEbmFtZSUAABUKJQIYBmFtb3VudAAVACUCGARwYWlkABYGGSwZTCYIHBUEGRUAGRgCaWQVAhYEFk4WUiYIPDYAKAgCAAAAAAAAABgIAQAAAAAAAAAAGRwVBhUAFQIAAAAmWhwVDBkVABkYBG5hbWUVAhYEFk4WUiZaPDYAKAVHcmFjZRgDQWRhABkcFQYVABUCAAAAJqwBHBUKGRUAGRgGYW1vdW50FQIWBBZOFk4mrAE8NgAoCAAAAAAAAAJAGAgAAAAAAAD4PzYAABkcFQYVABUCAAAAJvoBHBUAGRUAGRgEcGFpZBUCFgQWMBY0JvoBPDYAKAEBGAEAABkcFQYVABUCAAAAFpoCFgQ2pgIAGUwmrgIcFQQZFQAZGAJpZBUCFgIWPhZCJq4CPDYAKAgBAAAAAAAgABgIAQAAAAAAIAAAGRwVBhUAFQIAAAAm8AIcFQwZFQAZGARuYW1lFQIWAhZCFkYm8AI8NgAoBkVkc2dlchgGRWRzZ2VyABkcFQYVABUCAAAAJrYDHBUKGRUAGRgGYW1vdW50FQIWAhY+FkImtgM8NgAoCAAAAAAAAAjAGAgAAAAAAAAIwDYAABkcFQYVABUCAAAAJvgDHBUAGRUAGRgEcGFpZBUCFgIWMBY0JvgDPDYAKAEBGAEBABkcFQYVABUCAAAAFu4BFgI2/gEAKAloeXBhcnF1ZXQZTBwAABwAABwAABwAAAA3AgAAUEFSMQ==';
}
