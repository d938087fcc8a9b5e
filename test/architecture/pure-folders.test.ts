/** The pure folders have no door to the outside: no clock, no chance, nothing of Node's. `tsconfig.pure.json` holds the types; this holds the globals. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../src/', import.meta.url).pathname;

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\./],
  ['chance', /\bMath\.random\b|\bcrypto\./],
  ["a module of Node's", /from 'node:/],
  ['the process', /\bprocess\./],
  ['timers', /\bset(Timeout|Interval|Immediate)\(/],
];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file));
}

const files = ['asl', 'query', 'interpreter'].flatMap(sources);

test('there are pure folders to look at', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s reaches for nothing outside', (file) => {
  const code = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  expect(FORBIDDEN.filter(([, pattern]) => pattern.test(code)).map(([what]) => what)).toEqual([]);
});
