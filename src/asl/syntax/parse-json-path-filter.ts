/**
 * Parses what stands inside `[?( … )]`: `||` over `&&` over `!`, comparisons, existence tests.
 * `!` binds tightest, as Jayway has it. Nesting is bounded by `deepestFilter`, so that hostile text cannot exhaust the stack.
 */
import { numberOf } from '../exact-number.ts';
import type { Json } from '../json.ts';
import { type FilterOperand, type FilterOperator, filterOperators, type JsonPathFilter } from './json-path.ts';
import { parsePath } from './parse-json-path.ts';
import { parseQuotedText } from './quoted-text.ts';
import { expect, problemAt, SyntaxProblem, skipBlanks, type TextCursor, take, takeMatch } from './text-cursor.ts';

export const deepestFilter = 64;

/** Inside a filter a dot name also ends at an operator. */
const dotNameInFilter = /[^.[\]() \t\n\r,'"=!<>&|~]+/y;
const number = /-?(?:\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?/y;
/** A text without quotes, as in `@.language == es`. */
const bareText = /[A-Za-z_][\w-]*/y;
const word = /[A-Za-z]+/y;
const symbol = /===|!==|==|!=|<=|>=|=~|<|>/y;
const regex = /\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/y;
const constants: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

export function parseFilter(cursor: TextCursor, depth: number): JsonPathFilter {
  if (depth > deepestFilter) throw new SyntaxProblem(`filters nest deeper than ${deepestFilter} levels`);
  return parseChain(cursor, '||', 'Or', () => parseChain(cursor, '&&', 'And', () => parseUnary(cursor, depth)));
}

function parseChain(
  cursor: TextCursor,
  token: string,
  type: 'And' | 'Or',
  parseTerm: () => JsonPathFilter,
): JsonPathFilter {
  let filter = parseTerm();
  for (;;) {
    skipBlanks(cursor);
    if (!take(cursor, token)) return filter;
    filter = { type, left: filter, right: parseTerm() };
  }
}

function parseUnary(cursor: TextCursor, depth: number): JsonPathFilter {
  skipBlanks(cursor);
  if (take(cursor, '!')) {
    if (depth > deepestFilter) throw new SyntaxProblem(`filters nest deeper than ${deepestFilter} levels`);
    return { type: 'Not', filter: parseUnary(cursor, depth + 1) };
  }
  if (take(cursor, '(')) {
    const filter = parseFilter(cursor, depth + 1);
    skipBlanks(cursor);
    expect(cursor, ')');
    return filter;
  }
  return parseComparison(cursor, depth);
}

function parseComparison(cursor: TextCursor, depth: number): JsonPathFilter {
  const left = parseOperand(cursor, depth);
  skipBlanks(cursor);
  const operator = parseOperator(cursor);
  if (operator === undefined) {
    if (left.type !== 'Path') throw problemAt(cursor, 'an operator');
    return { type: 'Exists', path: left.path };
  }
  skipBlanks(cursor);
  const right = parseBareText(cursor) ?? parseOperand(cursor, depth);
  skipBlanks(cursor);
  return { type: 'Compare', operator, left, right };
}

function parseOperator(cursor: TextCursor): FilterOperator | undefined {
  const written = takeMatch(cursor, symbol) ?? takeMatch(cursor, word);
  if (written === undefined) return undefined;
  const name = written === '===' ? '==' : written === '!==' ? '!=' : written.toLowerCase();
  const operator = filterOperators.find((known) => known === name);
  if (operator === undefined) throw new SyntaxProblem(`'${written}' is not an operator of a JSONPath filter`);
  return operator;
}

function parseOperand(cursor: TextCursor, depth: number): FilterOperand {
  switch (cursor.text[cursor.at]) {
    case '@':
    case '$':
      return { type: 'Path', path: parsePath(cursor, dotNameInFilter, depth) };
    case '/':
      return parseRegex(cursor);
    default:
      return { type: 'Literal', value: parseLiteral(cursor, depth) };
  }
}

/** AWS reads a word on the right of an operator as a text, with or without quotes. */
function parseBareText(cursor: TextCursor): FilterOperand | undefined {
  const text = takeMatch(cursor, bareText);
  if (text === undefined) return undefined;
  return { type: 'Literal', value: Object.hasOwn(constants, text) ? constants[text]! : text };
}

function parseRegex(cursor: TextCursor): FilterOperand {
  const written = takeMatch(cursor, regex);
  if (written === undefined) throw problemAt(cursor, 'a regular expression');
  const end = written.lastIndexOf('/');
  const pattern = written.slice(1, end);
  const flags = [...new Set(written.slice(end + 1).toLowerCase())].filter((flag) => 'imsu'.includes(flag)).join('');
  try {
    new RegExp(pattern, flags);
  } catch {
    throw new SyntaxProblem(`'${pattern}' is not a valid regular expression`);
  }
  return { type: 'Regex', pattern, flags };
}

function parseLiteral(cursor: TextCursor, depth: number): Json {
  const char = cursor.text[cursor.at];
  if (char === "'" || char === '"') return parseQuotedText(cursor);
  if (char === '[') return parseListLiteral(cursor, depth + 1);
  const digits = takeMatch(cursor, number);
  if (digits !== undefined) return numberOf(digits.replace(/^(-?)\./, '$10.'));
  const start = cursor.at;
  const name = takeMatch(cursor, word);
  if (name !== undefined && Object.hasOwn(constants, name)) return constants[name]!;
  cursor.at = start;
  throw problemAt(cursor, 'a path or a value');
}

function parseListLiteral(cursor: TextCursor, depth: number): Json {
  if (depth > deepestFilter) throw new SyntaxProblem(`filters nest deeper than ${deepestFilter} levels`);
  expect(cursor, '[');
  const items: Json[] = [];
  skipBlanks(cursor);
  if (take(cursor, ']')) return items;
  for (;;) {
    skipBlanks(cursor);
    items.push(parseLiteral(cursor, depth));
    skipBlanks(cursor);
    if (take(cursor, ']')) return items;
    expect(cursor, ',');
  }
}
