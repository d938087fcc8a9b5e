/**
 * System 004 through the front door. Every row of the input is in the merged file or in the error table exactly once, in order, in both
 * forms, and after five deaths of the server; the mail's link brings the file; odd files end well.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSales } from '../../examples/batch/generate-sales.ts';
import { type Row, readRows } from '../../examples/batch/src/rows/csv.ts';
import { OUTPUT_COLUMNS } from '../../examples/batch/src/rows/enrich-row.ts';
import { SALES_COLUMNS } from '../../examples/batch/src/rows/sales-schema.ts';
import { BatchBench, runOf } from './batch-bench.ts';
import { startBench } from './example-bench.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

const ROWS = 2_000;
const CHUNK = 100;
const sales = [...generateSales({ rows: ROWS, seed: 5 })].join('');

let bench: BatchBench;
/** What the undisturbed run gave. */
let undisturbed: { readonly merged: string; readonly rejected: Awaited<ReturnType<BatchBench['rejected']>> };

beforeAll(async () => {
  bench = await BatchBench.start(`FileChunkSize=${CHUNK}`);
});
afterAll(() => bench?.stop());

interface Output {
  readonly mergedKey: string;
  readonly errorsKey: string;
  readonly rows: number;
  readonly written: number;
  readonly rejected: number;
}

async function succeeded(executionArn: string): Promise<Output> {
  const { status, output, cause } = await bench.ended(executionArn);
  expect(status, cause).toBe('SUCCEEDED');
  return JSON.parse(output!) as Output;
}

/** The columns that came in. */
const asItCame = (row: Row): Row => Object.fromEntries(SALES_COLUMNS.map((column) => [column, row[column]!]));

async function expectEveryRowOnce(executionArn: string, input: readonly Row[], delimiter = ','): Promise<void> {
  const { mergedKey, rows, written, rejected } = await succeeded(executionArn);
  const merged = readRows(await bench.text(mergedKey), delimiter);
  const errors = await bench.rejected(executionArn);
  const isRejected = new Set(errors.map(({ number }) => number));
  expect(isRejected.size).toBe(errors.length);
  expect(merged.map(asItCame)).toEqual(input.filter((_, at) => !isRejected.has(at + 1)));
  for (const { number, row, reasons } of errors) {
    expect(row).toEqual(input[number - 1]);
    expect(reasons).not.toBe('');
  }
  expect({ rows, written, rejected }).toEqual({
    rows: input.length,
    written: merged.length,
    rejected: errors.length,
  });
}

test(`in chunks: each of ${ROWS} rows is merged, in order, or rejected with its reasons; the mail's links bring the files`, async () => {
  const executionArn = await bench.drop('chunked', sales);
  const { mergedKey, errorsKey, written, rejected } = await succeeded(executionArn);
  const input = readRows(sales, ',');
  await expectEveryRowOnce(executionArn, input);
  const merged = await bench.text(mergedKey);
  undisturbed = { merged, rejected: await bench.rejected(executionArn) };
  expect(merged.slice(0, merged.indexOf('\n'))).toBe(OUTPUT_COLUMNS.join(','));
  for (const row of readRows(merged, ',')) {
    const revenue = Number(row['quantity']) * Number(row['unitPrice']);
    expect(Number(row['revenue'])).toBeCloseTo(revenue, 6);
    expect(row['productName']).not.toBe('');
  }

  const mails = await bench.mails(executionArn);
  expect(mails.map(({ subject }) => subject)).toEqual([
    `Sales batch sales.csv: ${written.toLocaleString('en-US')} rows merged, ${rejected} rejected`,
  ]);
  const [fileLink, errorsLink] = mails[0]!.text.match(/http\S+/g)!;
  const download = await fetch(fileLink!);
  expect([download.status, await download.text()]).toEqual([200, merged]);
  const errors = readRows(await (await fetch(errorsLink!)).text(), ',');
  expect(errors.map(({ number }) => Number(number))).toEqual(undisturbed.rejected.map(({ number }) => number));
  expect(await bench.text(errorsKey)).toContain('is not in the reference table');
  expect(fileLink).toMatch(/X-Amz-Expires=3600&.*X-Amz-Signature=/);

  expect(await bench.keys('input/')).toEqual([]);
  expect(await bench.text(`input-archive/${runOf(executionArn)}/sales.csv`)).toBe(sales);
});

test('every kind of fault is told', () => {
  const kinds = [
    /^customer is missing$|^\w+ is missing$/,
    /^quantity must be a whole number, but is "a dozen"$/,
    /^unitPrice must be at least 0.01, but is -/,
    /^quantity must be at least 1, but is 0$/,
    /^productId P-9\d{4} is not in the reference table$/,
    /^orderDate is no day of the calendar: \d{4}-02-30$/,
    /^orderDate must be a date such as 2026-03-31, but is "\d\d\.\d\d\.\d{4}"$/,
    /^channel must be one of online, store, partner, phone, but is "fax"$/,
    /^channel is missing; quantity is missing; unitPrice is missing$/,
    /^orderId must look like SO-00000001, but is "so-\d+"; country must look like DE, but is "Germany"$/,
  ];
  for (const kind of kinds)
    expect(undisturbed.rejected.map(({ reasons }) => reasons)).toContainEqual(expect.stringMatching(kind));
  for (const { reasons } of undisturbed.rejected)
    expect(
      kinds.some((kind) => kind.test(reasons)),
      reasons,
    ).toBe(true);
});

test('as one Distributed Map: the same file, byte for byte, and the same errors', async () => {
  const executionArn = await bench.drop('distributed', sales);
  const { mergedKey } = await succeeded(executionArn);
  await expectEveryRowOnce(executionArn, readRows(sales, ','));
  expect(await bench.text(mergedKey)).toBe(undisturbed.merged);
  expect(await bench.rejected(executionArn)).toEqual(undisturbed.rejected);
  expect(await bench.keys('input-distributed/')).toEqual([]);
});

/** Resolves with the moment at which this is true of an execution's new events, or its end. */
async function until(
  executionArn: string,
  holds: (event: { readonly type: string; readonly name?: string }) => boolean,
): Promise<void> {
  for await (const events of bench.events(executionArn)) if (events.some(holds)) return;
}

/** Resolves once a running chunk has finished a row that was not finished before, or when nothing is left to run. */
async function untilARowIsDone(executionArn: string): Promise<void> {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:batch-chunk';
  const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
  // Right after a start, and between one chunk and the next, none may be running.
  for (;;) {
    const { executions } = await bench.sfn.send(list);
    if (executions!.length > 0) return Promise.race(executions!.map((chunk) => untilNews(chunk.executionArn!)));
    if ((await bench.describe(executionArn)).status !== 'RUNNING') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function untilNews(executionArn: string): Promise<void> {
  let isNews = false;
  for await (const events of bench.events(executionArn)) {
    if (isNews && events.some(({ type }) => type === 'MapIterationSucceeded')) return;
    isNews = true;
  }
}

/** Resolves when so many chunks of the execution have ended. */
async function untilChunksAreDone(executionArn: string, count: number): Promise<void> {
  let done = 0;
  for await (const events of bench.events(executionArn)) {
    done += events.filter(({ type }) => type === 'MapIterationSucceeded').length;
    if (done >= count) return;
  }
}

test('killed with kill -9 five times: the same file, byte for byte, and the same errors', async () => {
  const executionArn = await bench.drop('chunked', sales, 'killed.csv');
  const moments: readonly (() => Promise<void>)[] = [
    () => until(executionArn, ({ name }) => name === 'Process chunks'),
    () => untilARowIsDone(executionArn),
    () => untilChunksAreDone(executionArn, 5).then(() => untilARowIsDone(executionArn)),
    () => untilChunksAreDone(executionArn, 12).then(() => untilARowIsDone(executionArn)),
    () => until(executionArn, ({ name }) => name === 'Merge parts'),
  ];
  for (const moment of moments) {
    await moment();
    await bench.kill();
    await bench.restart();
  }
  const { mergedKey } = await succeeded(executionArn);
  expect(await bench.text(mergedKey)).toBe(undisturbed.merged);
  expect(await bench.rejected(executionArn)).toEqual(undisturbed.rejected);
  await expectEveryRowOnce(executionArn, readRows(sales, ','));
  expect((await bench.mails(executionArn)).length).toBeGreaterThanOrEqual(1);
});

test('killed right after the drop was acknowledged: the batch runs all the same', async () => {
  const few = [...generateSales({ rows: 30, seed: 6 })].join('');
  await bench.put('chunked', few, 'dropped.csv');
  await bench.kill();
  await bench.restart();
  const archived = await untilThere(() => bench.keys('input-archive/dropped-'));
  const run = archived.split('/')[1]!;
  await expectEveryRowOnce(`arn:aws:states:us-east-1:000000000000:execution:batch:${run}`, readRows(few, ','));
});

/** Asks until there is something. */
async function untilThere(ask: () => Promise<string[]>): Promise<string> {
  for (;;) {
    const [found] = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test.each(['chunked', 'distributed'] as const)(
  '%s: a file that is empty, and one of nothing but a header',
  async (form) => {
    const header = `${SALES_COLUMNS.join(',')}\n`;
    for (const [name, text] of Object.entries({ empty: '', blank: '\uFEFF\r\n\n', header })) {
      const executionArn = await bench.drop(form, text, `${name}.csv`);
      expect(await succeeded(executionArn)).toMatchObject({ rows: 0, written: 0, rejected: 0 });
      const mails = await bench.mails(executionArn);
      expect(mails.map(({ subject }) => subject)).toEqual([`Sales batch ${name}.csv: no rows`]);
      expect(mails[0]!.text).toContain('has no rows: the file is empty or holds nothing but a header');
    }
  },
);

test.each(['chunked', 'distributed'] as const)(
  '%s: a file that cannot be read as CSV fails, and the mail says why',
  async (form) => {
    const text = `${SALES_COLUMNS.join(',')}\nSO-00000001,2026-01-01,"never closed,DE,P-00001,online,1,2.00\n`;
    const executionArn = await bench.drop(form, text, 'broken.csv');
    expect((await bench.ended(executionArn)).status).toBe('FAILED');
    const [mail] = await bench.mails(executionArn);
    expect(mail!.subject).toBe('Sales batch broken.csv: FAILED');
    expect(mail!.text).toMatch(/quote.*never closed/s);
    const key = `${form === 'chunked' ? 'input' : 'input-distributed'}/broken.csv`;
    expect(await bench.text(key)).toBe(text);
  },
);

test('semicolons, a byte-order mark, CRLF, quotes, and a name that has to be encoded, in both forms', async () => {
  await bench.deploy('FileDelimiter=;', 'FileChunkSize=7');
  const rows = [...generateSales({ rows: 40, seed: 7, delimiter: ';' })];
  rows[3] = 'SO-00000003;2026-01-01;"two\r\nlines; a ""quote""";DE;P-00003;online;1;2.50\n';
  const text = `\uFEFF${rows.join('').replaceAll(/(?<!\r)\n/g, '\r\n')}`;
  const input = readRows(text, ';');
  expect(input[2]!['customer']).toBe('two\r\nlines; a "quote"');
  const files: string[] = [];
  for (const form of ['chunked', 'distributed'] as const) {
    const executionArn = await bench.drop(form, text, 'März 2026 (50%+).csv');
    await expectEveryRowOnce(executionArn, input, ';');
    const { mergedKey } = await succeeded(executionArn);
    files.push(await bench.text(mergedKey));
    const link = /http\S+/.exec((await bench.mails(executionArn))[0]!.text)![0];
    expect(await (await fetch(link)).text()).toBe(files.at(-1));
    expect(await bench.text(`input-archive/${runOf(executionArn)}/März 2026 (50%+).csv`)).toBe(text);
  }
  expect(files[0]).toBe(files[1]);
});

test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
  await using fresh = await startBench();
  const { code, text } = await runReadme('batch', fresh.url);
  expect(code, text).toBe(0);
  expect(text).toContain('"written": 9832');
  expect(text).toContain('20\torderDate is missing');
  expect(text).toMatch(/^SO-00000001,/m);
});

test('npm start: progress, figures, places, command lines that work as printed; killed, it goes on; Ctrl-C ends it well', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-demo-'));
  const first = startDemo(dataDir);
  await first.says(/rows ▕.*▏ [1-9]\d*\/900/);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = startDemo(dataDir);
  await second.says(/Still serving/);
  // Results come through another pipe than remarks.
  await second.says(/^ {2}aws stepfunctions list-executions .*\n/m);
  expect(second.text).toMatch(/Going on with sales-\w+, which was not finished/);
  expect(second.text).not.toMatch(/dropped/);
  expect(second.text).toMatch(/900 rows in [\d.]+ s \([\d,]+ rows\/s\): \d+ merged, \d+ rejected/);
  for (const [, url] of second.text.matchAll(/^(?:Merged file|Error report|Mail|Console) +(http\S+)/gm))
    expect((await fetch(url!)).status, url).toBe(200);
  const lines = [...second.text.matchAll(/^ {2}((?:export|aws) .*)$/gm)].map((match) => match[1]!);
  expect(lines).toHaveLength(6);
  if (readmesCanRun) {
    const script = `set -e\ncd ${dataDir}\n${lines.join('\n')}\nwc -l < merged.csv`;
    const printed = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    const merged = Number(/: (\d+) merged/.exec(second.text)![1]);
    expect(Number(printed.trim().split('\n').at(-1))).toBe(merged + 1);
    expect(printed).toContain('"status": "SUCCEEDED"');
  }
  second.child.kill('SIGINT');
  // A terminal's Ctrl-C reaches npm's whole group, and npm passes it on: it comes twice.
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
  rmSync(dataDir, { recursive: true, force: true });
});

function startDemo(dataDir: string) {
  const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;
  const args = [main, 'demo', '--rows', '900', '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  const demo = {
    child,
    ended,
    text: '',
    /** Resolves with the next words on either pipe. */
    next: Promise.resolve(),
    /** Resolves when the demo has said so. */
    async says(pattern: RegExp): Promise<void> {
      while (!pattern.test(demo.text)) {
        const isOver = await Promise.race([demo.next.then(() => false), ended.then(() => true)]);
        if (isOver) throw new Error(`The demo has ended: ${demo.text}`);
      }
    },
  };
  let spoken = (): void => {};
  const listen = (): void => {
    demo.next = new Promise((resolve) => {
      spoken = resolve;
    });
  };
  listen();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      demo.text += part;
      spoken();
      listen();
    });
  }
  return demo;
}
