import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const reference = readFileSync(new URL('../../../docs/reference/endpoints.md', import.meta.url), 'utf8');

/** Where `path` is a constant of its own. */
const paths = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .flatMap((name) => {
    const source = readFileSync(new URL(name, import.meta.url), 'utf8');
    return [...source.matchAll(/path(?: =|:) '(\/_stepwell\/[^']+)'/g)].map(([, path]) => path as string);
  });

test('there are endpoints to look for', () => {
  expect(paths.length).toBeGreaterThan(15);
});

test.each([...new Set(paths)])('%s is in the reference', (path) => {
  expect(reference).toMatch(new RegExp(`\`(?:[A-Z]+ )?${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\``));
});
