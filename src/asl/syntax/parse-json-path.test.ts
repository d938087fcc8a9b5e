import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDefinite, isReferencePath, type JsonPathSegment, variablesOfJsonPath } from './json-path.ts';
import { parseJsonPath } from './parse-json-path.ts';
import { printJsonPath } from './print-json-path.ts';

function parse(text: string) {
  const parsed = parseJsonPath(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.path;
}

describe('what is a path', () => {
  test.each<[text: string, printed: string, isReference: boolean, isDefinite: boolean]>([
    ['$', '$', true, true],
    ['$$', '$$', true, true],
    ['$$.Execution.Id', "$$['Execution']['Id']", true, true],
    ['$order.id', "$order['id']", true, true],
    ['$.a-b.c:d', "$['a-b']['c:d']", true, true],
    ['$.délai', "$['délai']", true, true],
    ["$['a b'][\"c'd\"]", "$['a b']['c\\'d']", true, true],
    ["$['it\\'s']", "$['it\\'s']", true, true],
    ['$.list[0]', "$['list'][0]", true, true],
    ['$.list[-1]', "$['list'][-1]", false, true],
    ["$['a','b']", "$['a','b']", false, true],
    ["$['a','b'].c", "$['a','b']['c']", false, false],
    ['$.list[0,2]', "$['list'][0,2]", false, false],
    ['$.list[1:3]', "$['list'][1:3]", false, false],
    ['$.list[:2]', "$['list'][:2]", false, false],
    ['$.list[-2:]', "$['list'][-2:]", false, false],
    ['$.list[*].x', "$['list'][*]['x']", false, false],
    ['$.*', '$[*]', false, false],
    ['$..x', "$..['x']", false, false],
    ['$.list.length()', "$['list'].length()", false, true],
    ["$.l[?(@.x == 'y' && !(@.n > 3 || @.k))].z", "$['l'][?(@.x == 'y' && !(@.n > 3 || @.k))]['z']", false, false],
    ['$.a.b ', "$['a']['b']", true, true],
    ['$.a.b.', "$['a']['b']", true, true],
    ['$.list[(@.length-1)].x', "$['list'][-1]['x']", false, true],
    ['$.list[( @.length - 12 )]', "$['list'][-12]", false, true],
    ['$.list[0]name', "$['list'][0]['name']", true, true],
    ['$.l[?(@.n > .85)]', "$['l'][?(@.n > .85)]", false, false],
    ['$[?(@.language==es)].text', "$[?(@.language==es)]['text']", false, false],
    ['$.l[?(@.k =~ /a.*\\/b/i)]', "$['l'][?(@.k =~ /a.*\\/b/i)]", false, false],
  ])('%s', (text, printed, isReference, definite) => {
    const path = parse(text);
    expect(printJsonPath(path)).toBe(printed);
    expect(isReferencePath(path)).toBe(isReference);
    expect(isDefinite(path)).toBe(definite);
  });
});

test.each([
  '',
  'a',
  'a.b',
  '@.a',
  '$.',
  '$..',
  '$.a..',
  '$.a.length().',
  '$[',
  '$[]',
  '$.a[',
  '$.a[0',
  "$['a",
  '$.a[1:2:3]',
  '$.a[:]',
  '$.a[?(@.b ==)]',
  '$.a[?(@.b ~ 1)]',
  '$.a[?(1)]',
  "$.a['b',2]",
  '$.a[99999999999]',
  '$.a.shout()',
  '$.a[(@.length)]',
  '$.a[(@.length-0)]',
  '$.a[(@.size-1)]',
  '$.a.length().b',
  '$.a b',
  '$.a[?(@.b =~ /[/)]',
])('%s is no path', (text) => {
  expect(parseJsonPath(text)).toMatchObject({ ok: false });
});

test('a filter that nests too deeply is an error, not an overflow', () => {
  expect(parseJsonPath(`$[?${'('.repeat(100_000)}`)).toMatchObject({ ok: false });
  expect(parseJsonPath(`$[?(${'!'.repeat(100_000)}@.a)]`)).toMatchObject({ ok: false });
});

test('the variables of a path include those of its filters', () => {
  expect(variablesOfJsonPath(parse('$orders[?(@.total > $limit.max && $.x == @.y)]'))).toEqual(['orders', 'limit']);
});

const segment = fc.oneof(
  fc.record({ type: fc.constant('Member' as const), name: fc.string({ unit: 'binary' }) }),
  fc.record({ type: fc.constant('Index' as const), index: fc.integer({ min: -999, max: 999 }) }),
  fc.record({ type: fc.constant('Members' as const), names: fc.array(fc.string(), { minLength: 2, maxLength: 3 }) }),
  fc.record({ type: fc.constant('Slice' as const), start: fc.integer({ min: -9, max: 9 }) }),
  fc.record({ type: fc.constant('Wildcard' as const) }),
);

test('what was printed parses to the same path', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
      const text = printJsonPath({ text: '', root: { type: 'Input' }, segments: segments as JsonPathSegment[] });
      expect(parse(text).segments).toEqual(segments.map((each) => ({ ...each })));
    }),
  );
});

test('no text makes the parser throw', () => {
  const token = fc.constantFrom(
    '$',
    '.',
    '..',
    '[',
    ']',
    '?',
    '(',
    ')',
    '@',
    'a',
    "'",
    '0',
    '*',
    ':',
    ',',
    '&&',
    '!',
    '=~',
    '/',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token).map((tokens) => `$${tokens.join('')}`),
      ),
      (text) => {
        expect(typeof parseJsonPath(text).ok).toBe('boolean');
      },
    ),
    { numRuns: 2_000 },
  );
});
