/**
 * Parses a JSONPath into its syntax tree.
 *
 * 1. It never throws, and it ends after one pass over the text; nesting of filters is bounded.
 * 2. Dot names run up to the next `.`, `[`, `(` or blank, as Jayway reads them: `$.a-b` and `$.a:b` are names.
 * 3. Slips that Jayway forgives are forgiven: blanks and a dot after the last part, and a name right after a `]`.
 */
import {
  type JsonPath,
  type JsonPathFunction,
  type JsonPathRoot,
  type JsonPathSegment,
  type JsonPathSelector,
  jsonPathFunctions,
} from './json-path.ts';
import { parseFilter } from './parse-json-path-filter.ts';
import { parseQuotedText } from './quoted-text.ts';
import {
  expect,
  parseWhole,
  problemAt,
  SyntaxProblem,
  skipBlanks,
  type TextCursor,
  take,
  takeMatch,
} from './text-cursor.ts';

export type ParsedJsonPath =
  | { readonly ok: true; readonly path: JsonPath }
  | { readonly ok: false; readonly message: string };

const identifier = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const dotName = /[^.[\]() \t\n\r,'"]+/y;
const lastDot = /\.[ \t\n\r]*$/y;
const integer = /-?\d+/y;
const fromTheEnd = /\(\s*@\.length\s*-\s*([1-9]\d*)\s*\)/y;
const sliceEnds = /(-?\d+)?\s*:\s*(-?\d+)?/y;

export function parseJsonPath(text: string): ParsedJsonPath {
  const parsed = parseWhole(text, (cursor) => {
    const path = parsePath(cursor, dotName);
    if (path.segments.length > 0 && path.segments.at(-1)?.type !== 'Function') take(cursor, '.');
    skipBlanks(cursor);
    return path;
  });
  return parsed.ok ? { ok: true, path: parsed.value } : parsed;
}

/** Reads one path and stops where it ends; `name` says what a dot name may be made of (less, inside a filter). */
export function parsePath(cursor: TextCursor, name: RegExp, filterDepth = 0): JsonPath {
  const start = cursor.at;
  const root = parseRoot(cursor, filterDepth);
  const segments: JsonPathSegment[] = [];
  for (;;) {
    const segment = parseSegment(cursor, name, filterDepth);
    if (segment === undefined) break;
    if (segments.at(-1)?.type === 'Function') throw new SyntaxProblem('a function must be the last part of a path');
    segments.push(segment);
  }
  return { text: cursor.text.slice(start, cursor.at), root, segments };
}

function parseRoot(cursor: TextCursor, filterDepth: number): JsonPathRoot {
  if (filterDepth > 0 && take(cursor, '@')) return { type: 'Current' };
  if (take(cursor, '$$')) return { type: 'Context' };
  expect(cursor, '$');
  const name = takeMatch(cursor, identifier);
  return name === undefined ? { type: 'Input' } : { type: 'Variable', name };
}

function parseSegment(cursor: TextCursor, name: RegExp, filterDepth: number): JsonPathSegment | undefined {
  if (take(cursor, '..')) {
    const selector = cursor.text[cursor.at] === '[' ? parseBracket(cursor, filterDepth) : parseDotted(cursor, name);
    if (selector.type === 'Function') return selector;
    return { type: 'Descendants', selector };
  }
  const next = cursor.text[cursor.at];
  if (next === '[') return parseBracket(cursor, filterDepth);
  if (next === '.') {
    if (filterDepth === 0 && isNext(cursor, lastDot)) return undefined;
    cursor.at++;
    return cursor.text[cursor.at] === '[' ? parseBracket(cursor, filterDepth) : parseDotted(cursor, name);
  }
  return filterDepth === 0 && cursor.text[cursor.at - 1] === ']' && isNext(cursor, name)
    ? parseDotted(cursor, name)
    : undefined;
}

function isNext(cursor: TextCursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at;
  return pattern.test(cursor.text);
}

function parseDotted(
  cursor: TextCursor,
  name: RegExp,
): JsonPathSelector | { type: 'Function'; name: JsonPathFunction; arguments: readonly number[] } {
  const text = takeMatch(cursor, name);
  if (text === undefined) throw problemAt(cursor, 'a name');
  if (cursor.text[cursor.at] === '(') return parseFunction(cursor, text);
  return text === '*' ? { type: 'Wildcard' } : { type: 'Member', name: text };
}

function parseFunction(cursor: TextCursor, text: string) {
  const name = jsonPathFunctions.find((known) => known === text);
  if (name === undefined) throw new SyntaxProblem(`'${text}' is not a function of JSONPath`);
  expect(cursor, '(');
  skipBlanks(cursor);
  const args: number[] = [];
  const argument = takeMatch(cursor, integer);
  if (argument !== undefined) args.push(Number(argument));
  if ((name === 'index') !== (args.length === 1))
    throw new SyntaxProblem(`'${name}()' has the wrong number of arguments`);
  skipBlanks(cursor);
  expect(cursor, ')');
  return { type: 'Function' as const, name, arguments: args };
}

function parseBracket(cursor: TextCursor, filterDepth: number): JsonPathSelector {
  expect(cursor, '[');
  skipBlanks(cursor);
  const selector = parseInBracket(cursor, filterDepth);
  skipBlanks(cursor);
  expect(cursor, ']');
  return selector;
}

function parseInBracket(cursor: TextCursor, filterDepth: number): JsonPathSelector {
  if (take(cursor, '*')) return { type: 'Wildcard' };
  const char = cursor.text[cursor.at];
  if (char === "'" || char === '"') {
    const names = parseList(cursor, () => {
      if (cursor.text[cursor.at] !== "'" && cursor.text[cursor.at] !== '"') throw problemAt(cursor, 'a quoted name');
      return parseQuotedText(cursor);
    });
    return names.length === 1 ? { type: 'Member', name: names[0]! } : { type: 'Members', names };
  }
  if (take(cursor, '?')) {
    skipBlanks(cursor);
    const start = cursor.at;
    expect(cursor, '(');
    const filter = parseFilter(cursor, filterDepth + 1);
    expect(cursor, ')');
    return { type: 'Filter', filter, text: cursor.text.slice(start, cursor.at) };
  }
  return parseFromTheEnd(cursor) ?? parseSlice(cursor) ?? parseIndices(cursor);
}

/** `[(@.length-1)]`, the only expression that Jayway ever took as an index. */
function parseFromTheEnd(cursor: TextCursor): JsonPathSelector | undefined {
  const expression = takeMatch(cursor, fromTheEnd);
  return expression === undefined ? undefined : { type: 'Index', index: toIndex(`-${expression.replace(/\D/g, '')}`) };
}

function parseSlice(cursor: TextCursor): JsonPathSelector | undefined {
  const ends = takeMatch(cursor, sliceEnds);
  if (ends === undefined) return undefined;
  const [start, end] = ends.split(':').map((text) => (text.trim() === '' ? undefined : toIndex(text)));
  if (start === undefined && end === undefined) throw problemAt(cursor, 'a start or an end of the slice');
  return { type: 'Slice', ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

function parseIndices(cursor: TextCursor): JsonPathSelector {
  const indices = parseList(cursor, () => {
    const text = takeMatch(cursor, integer);
    if (text === undefined) throw problemAt(cursor, "an index, a quoted name, '*' or a filter");
    return toIndex(text);
  });
  return indices.length === 1 ? { type: 'Index', index: indices[0]! } : { type: 'Indices', indices };
}

function toIndex(text: string): number {
  const index = Number(text);
  if (Math.abs(index) > 2_147_483_647) throw new SyntaxProblem(`the index ${text} is out of range`);
  return index === 0 ? 0 : index;
}

function parseList<T>(cursor: TextCursor, parseItem: () => T): T[] {
  const items = [parseItem()];
  for (;;) {
    skipBlanks(cursor);
    if (!take(cursor, ',')) return items;
    skipBlanks(cursor);
    items.push(parseItem());
  }
}
