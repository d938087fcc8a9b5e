import { expect, test } from 'vitest';
import { FAULT_NAMES, generateSales } from '../../generate-sales.ts';
import {
  csvRecords,
  formatRecord,
  formatRows,
  MalformedCsv,
  parseRecord,
  readRows,
  rowOf,
  splitRecords,
} from './csv.ts';
import { enrichRow } from './enrich-row.ts';
import { SALES_COLUMNS } from './sales-schema.ts';
import { validateRow } from './validate-row.ts';

const good = {
  orderId: 'SO-00000001',
  orderDate: '2026-02-28',
  customer: 'Ada Almeida',
  country: 'DE',
  productId: 'P-00001',
  channel: 'online',
  quantity: '3',
  unitPrice: '19.99',
};

test.each<[name: string, text: string, records: string[]]>([
  ['nothing', '', []],
  ['only a byte-order mark', '\uFEFF', []],
  ['line feeds', 'a,b\n1,2\n', ['a,b', '1,2']],
  ['no line end at the end', 'a,b\n1,2', ['a,b', '1,2']],
  ['carriage returns and a mark', '\uFEFFa,b\r\n1,2\r\n', ['a,b', '1,2']],
  ['empty lines', '\n\na\n\r\n1\n\n', ['a', '1']],
  ['a line break within quotes', 'a,b\n"1\n2",3\n4,5\n', ['a,b', '"1\n2",3', '4,5']],
  ['doubled quotes', '"say ""so"", he\n","x"\ny,z', ['"say ""so"", he\n","x"', 'y,z']],
  ['a quote within a plain field', '5" pipe,1\n6" pipe,2\n', ['5" pipe,1', '6" pipe,2']],
])('records: %s', async (_name, text, records) => {
  expect(splitRecords(text, ',')).toEqual(records);
  for (let size = 1; size <= text.length; size++) {
    const seen: string[] = [];
    for await (const record of csvRecords(inChunks(text, size), ',')) seen.push(record);
    expect(seen, `in chunks of ${size}`).toEqual(records);
  }
});

async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

test('a quote that is never closed, and what follows a closed one, are errors', async () => {
  expect(() => splitRecords('a\n"1\n2\n', ',')).toThrow(MalformedCsv);
  expect(() => parseRecord('"1"2,3', ',')).toThrow('A delimiter was expected after a closing quote: "1"2,3');
  await expect(async () => {
    for await (const _ of csvRecords(inChunks('a\n"1\n2\n', 3), ','));
  }).rejects.toThrow(MalformedCsv);
});

test.each([',', ';', '|', '\t'])('fields are read as they were written, with delimiter %j', (delimiter) => {
  const fields = ['plain', '', ' spaces ', 'a,b;c|d\te', 'two\nlines\r\n', '"quoted"', 'ü 🙂', ''];
  expect(parseRecord(formatRecord(fields, delimiter), delimiter)).toEqual(fields);
  const columns = fields.map((_, at) => `c${at}`);
  const text = `${formatRecord(columns, delimiter)}\n${formatRows(columns, [rowOf(columns, fields)], delimiter)}`;
  expect(readRows(text, delimiter)).toEqual([rowOf(columns, fields)]);
});

test('missing fields are empty, fields beyond the columns are left out', () => {
  expect(rowOf(['a', 'b'], ['1'])).toEqual({ a: '1', b: '' });
  expect(rowOf(['a', 'b'], ['1', '2', '3'])).toEqual({ a: '1', b: '2' });
});

test.each<[column: string, value: string, reason: string | undefined]>([
  ['orderId', 'SO-00000001', undefined],
  ['orderId', '', 'is missing'],
  ['orderId', 'so-1', 'must look like SO-00000001, but is "so-1"'],
  ['orderDate', '2024-02-29', undefined],
  ['orderDate', '2025-02-29', 'is no day of the calendar: 2025-02-29'],
  ['orderDate', '2025-13-01', 'is no day of the calendar: 2025-13-01'],
  ['orderDate', '31.12.2025', 'must be a date such as 2026-03-31, but is "31.12.2025"'],
  ['orderDate', '1999-12-31', 'must not be before 2020-01-01, but is 1999-12-31'],
  ['customer', 'x'.repeat(81), 'is longer than 80 characters'],
  ['country', 'Germany', 'must look like DE, but is "Germany"'],
  ['productId', 'P-1', 'must look like P-00001, but is "P-1"'],
  ['channel', 'fax', 'must be one of online, store, partner, phone, but is "fax"'],
  ['quantity', '1.5', 'must be a whole number, but is "1.5"'],
  ['quantity', '0', 'must be at least 1, but is 0'],
  ['quantity', '100001', 'must be at most 100000, but is 100001'],
  ['unitPrice', '-19.99', 'must be at least 0.01, but is -19.99'],
  ['unitPrice', '1,50', 'must be an amount such as 12.50, but is "1,50"'],
])('%s %j: %s', (column, value, reason) => {
  expect(validateRow({ ...good, [column]: value })).toEqual(reason === undefined ? [] : [`${column} ${reason}`]);
});

test('every fault of a row is named', () => {
  expect(validateRow({})).toEqual(SALES_COLUMNS.map((column) => `${column} is missing`));
});

test('amounts are exact', () => {
  const product = { productName: 'Alba Ball', category: 'Sport', unitCost: '1.10', taxRate: '0.19' };
  expect(enrichRow(good, product)).toEqual({
    ...good,
    productName: 'Alba Ball',
    category: 'Sport',
    revenue: '59.97',
    cost: '3.30',
    tax: '11.39',
    profit: '56.67',
  });
});

test('generated rows: the same for the same seed, a longer file begins with the shorter one, the faults are all there', () => {
  const rows = (count: number, seed: number): string => [...generateSales({ rows: count, seed })].join('');
  expect(rows(2_000, 7)).toBe(rows(2_000, 7));
  expect(rows(2_000, 7).startsWith(rows(900, 7))).toBe(true);
  expect(rows(50, 8)).not.toBe(rows(50, 7));
  const all = readRows(rows(2_000, 7), ',');
  expect(all).toHaveLength(2_000);
  const isBad = (row: (typeof all)[number]): boolean => validateRow(row).length > 0 || row['productId']! > 'P-90000';
  const bad = all.filter(isBad);
  expect(bad.length).toBeGreaterThan(2 * FAULT_NAMES.length);
  expect(bad.length).toBeLessThan(80);
  expect([...generateSales({ rows: 500, withFaults: false })].join('').split('\n')).toHaveLength(502);
  expect(readRows([...generateSales({ rows: 500, withFaults: false })].join(''), ',').filter(isBad)).toEqual([]);
});
