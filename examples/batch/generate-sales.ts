/**
 * The sales file: eight columns, any number of rows, one in fifty bad in one of ten ways. The same seed gives the same file, and a longer
 * file begins with the shorter one. Lines come one by one: a file of any size needs no memory.
 */
import { DEFAULT_PRODUCTS, productId } from './generate-products.ts';
import { pick, type RandomSource, randomSource, whole } from './random-source.ts';
import { formatRecord } from './src/rows/csv.ts';
import { CHANNELS, SALES_COLUMNS } from './src/rows/sales-schema.ts';

/** Each takes the eight fields of a good row and gives the fields of a bad one. */
const FAULTS: Readonly<Record<string, (fields: string[], random: RandomSource) => string[]>> = {
  'missing field': (fields, random) => fields.with(whole(random, 1, 7), ''),
  'wrong type': (fields) => fields.with(6, 'a dozen'),
  'negative amount': (fields) => fields.with(7, `-${fields[7]}`),
  'nothing ordered': (fields) => fields.with(6, '0'),
  'unknown product': (fields, random) => fields.with(4, productId(whole(random, 90_000, 99_999))),
  'no such day': (fields) => fields.with(1, `${fields[1]!.slice(0, 4)}-02-30`),
  'date of another country': (fields) => fields.with(1, fields[1]!.split('-').reverse().join('.')),
  'unknown channel': (fields) => fields.with(5, 'fax'),
  'cut off': (fields) => fields.slice(0, 5),
  'two faults': (fields) => fields.with(0, fields[0]!.toLowerCase()).with(3, 'Germany'),
};
export const FAULT_NAMES = Object.keys(FAULTS);

/** One row in so many is bad. */
const BAD_EVERY = 50;
const FIRST = ['Ada', 'Bruno', 'Chloé', 'Dana', 'Emre', 'Fatou', 'Grzegorz', 'Hana', 'Ines', 'Jürgen', 'Kofi', 'Lúcia'];
const LAST = ['Almeida', 'Becker', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Haddad', 'Ito', 'Kowalski'];
const FIRMS = ['Söhne & Co.', 'Trading, Inc.', 'Logistics', 'Bakery', 'Supply, Ltd.', '"Best" Goods'];
const COUNTRIES = ['AT', 'BR', 'CZ', 'DE', 'ES', 'FR', 'GB', 'IT', 'JP', 'NL', 'NO', 'PL', 'PT', 'SE', 'US'];
const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAYS = 540;

export interface SalesOptions {
  readonly rows: number;
  readonly seed?: number;
  readonly delimiter?: string;
  /** How many products the reference file has. */
  readonly products?: number;
  /** `false` leaves the faults out. */
  readonly withFaults?: boolean;
}

/** The lines of the file, each with its line end, the header first. */
export function* generateSales(options: SalesOptions): Generator<string> {
  const random = randomSource(options.seed ?? 1);
  const delimiter = options.delimiter ?? ',';
  yield `${formatRecord(SALES_COLUMNS, delimiter)}\n`;
  let faults = 0;
  for (let number = 1; number <= options.rows; number++) {
    let fields = goodFields(number, random, options.products ?? DEFAULT_PRODUCTS);
    if (random() * BAD_EVERY < 1 && options.withFaults !== false) {
      fields = FAULTS[FAULT_NAMES[faults % FAULT_NAMES.length]!]!(fields, random);
      faults += 1;
    }
    yield `${formatRecord(fields, delimiter)}\n`;
  }
}

function goodFields(number: number, random: RandomSource, products: number): string[] {
  const day = FIRST_DAY_MS + whole(random, 0, DAYS - 1) * 86_400_000;
  const isFirm = random() < 0.3;
  return [
    `SO-${String(number).padStart(8, '0')}`,
    new Date(day).toISOString().slice(0, 10),
    isFirm ? `${pick(random, LAST)} ${pick(random, FIRMS)}` : `${pick(random, FIRST)} ${pick(random, LAST)}`,
    pick(random, COUNTRIES),
    productId(whole(random, 1, products)),
    pick(random, CHANNELS),
    String(random() < 0.8 ? whole(random, 1, 12) : whole(random, 13, 500)),
    (whole(random, 300, 45_000) / 100).toFixed(2),
  ];
}
