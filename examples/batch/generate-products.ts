/** The reference file: products `P-00001` to `P-…`, seven columns. The same seed gives the same file. */
import { pick, randomSource, whole } from './random-source.ts';
import { formatRecord } from './src/rows/csv.ts';
import { PRODUCT_COLUMNS } from './src/rows/enrich-row.ts';

export const DEFAULT_PRODUCTS = 1_000;

const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  Kitchen: ['Kettle', 'Pan, 28 cm', 'Knife', 'Mixer', 'Scale'],
  Office: ['Chair', 'Desk lamp', 'Monitor 24"', 'Stapler', 'Whiteboard'],
  Garden: ['Hose', 'Spade', 'Lantern', 'Bench', 'Seeds, mixed'],
  Sport: ['Ball', 'Mat', 'Bottle', 'Racket', 'Rope'],
  Clothing: ['Scarf', 'Jacket', 'Cap', 'Socks, 3 pairs', 'Belt'],
};
const BRANDS = ['Alba', 'Borealis', 'Cairn', 'Dørum', 'Élan', 'Fjell'];
const TAX_RATES = ['0.07', '0.10', '0.19', '0.21'];

export function productId(number: number): string {
  return `P-${String(number).padStart(5, '0')}`;
}

/** The lines of the file, each with its line end, the header first. */
export function* generateProducts(options: { count?: number; seed?: number } = {}): Generator<string> {
  const random = randomSource(options.seed ?? 1);
  yield `${PRODUCT_COLUMNS.join(',')}\n`;
  for (let number = 1; number <= (options.count ?? DEFAULT_PRODUCTS); number++) {
    const category = pick(random, Object.keys(CATEGORIES));
    const brand = pick(random, BRANDS);
    const fields = [
      productId(number),
      `${brand} ${pick(random, CATEGORIES[category]!)}`,
      category,
      brand,
      (whole(random, 150, 20_000) / 100).toFixed(2),
      pick(random, TAX_RATES),
      String(whole(random, 20, 15_000)),
    ];
    yield `${formatRecord(fields, ',')}\n`;
  }
}
