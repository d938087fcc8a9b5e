/**
 * Writes sensor data: a week of air temperature, a reading every ten minutes, with the faults that sensors have.
 * `npm run generate -- --kind drift --seed 7 --out data/drift.csv`. The same seed gives the same file.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateStream, KINDS, type Kind } from './generate-stream.ts';

const { values } = parseArgs({
  options: { kind: { type: 'string' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
});
if (!KINDS.includes(values.kind as Kind) || !values.out || !/^\d+$/.test(values.seed)) {
  console.error(`Usage: npm run generate -- --kind ${KINDS.join('|')} --out FILE [--seed NUMBER]`);
  process.exit(2);
}
const csv = generateStream(values.kind as Kind, Number(values.seed));
writeFileSync(values.out, csv);
console.log(`${values.out}: ${csv.trimEnd().split('\n').length - 1} readings, ${values.kind}, seed ${values.seed}`);
