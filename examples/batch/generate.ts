/**
 * Writes the two files of the batch. `npm run generate -- --rows 1000000 --out sales.csv` writes a sales file,
 * `npm run generate -- --products 1000 --out products.csv` the reference file. The same `--seed` gives the same file.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateProducts } from './generate-products.ts';
import { generateSales } from './generate-sales.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    products: { type: 'string' },
    seed: { type: 'string', default: '1' },
    delimiter: { type: 'string', default: ',' },
    out: { type: 'string' },
  },
});
const number = (text: string | undefined): number | undefined => (/^\d+$/.test(text ?? '') ? Number(text) : undefined);
const [rows, products, seed] = [number(values.rows), number(values.products), number(values.seed)];
const lines =
  seed === undefined
    ? undefined
    : rows !== undefined
      ? generateSales({ rows, seed, delimiter: values.delimiter })
      : products !== undefined
        ? generateProducts({ count: products, seed })
        : undefined;
if (!lines || !values.out || values.delimiter.length !== 1) {
  console.error('Usage: npm run generate -- (--rows N [--delimiter C] | --products N) --out FILE [--seed N]');
  process.exit(2);
}
const file = createWriteStream(values.out);
let written = -1;
let text = '';
for (const line of lines) {
  written += 1;
  text += line;
  if (text.length < 65_536) continue;
  if (!file.write(text)) await once(file, 'drain');
  text = '';
}
file.end(text);
await once(file, 'finish');
console.log(`${values.out}: ${written} rows, seed ${values.seed}`);
