/**
 * Parses an intrinsic function call into its syntax tree.
 *
 * 1. It never throws. 2. Calls nest `deepestIntrinsic` levels at most, as at AWS.
 * 3. Inside quotes `\'`, `\\`, `\{` and `\}` are escapes; before any other character a backslash is a backslash.
 */
import { numberOf } from '../exact-number.ts';
import { type IntrinsicArgument, type IntrinsicCall, type IntrinsicName, intrinsicArity } from './intrinsic.ts';
import { parsePath } from './parse-json-path.ts';
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

export type ParsedIntrinsic =
  | { readonly ok: true; readonly call: IntrinsicCall }
  | { readonly ok: false; readonly message: string };

export const deepestIntrinsic = 10;

const functionName = /[A-Za-z]+(\.[A-Za-z0-9]+)+/y;
const number = /[+-]?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const word = /[a-z]+/y;
const dotName = /[^.[\]() \t\n\r,'"]+/y;
const constants: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };

export function parseIntrinsic(text: string): ParsedIntrinsic {
  const parsed = parseWhole(text, (cursor) => {
    skipBlanks(cursor);
    const call = parseCall(cursor, 1);
    skipBlanks(cursor);
    return call;
  });
  return parsed.ok ? { ok: true, call: parsed.value } : parsed;
}

function parseCall(cursor: TextCursor, depth: number): IntrinsicCall {
  if (depth > deepestIntrinsic) {
    throw new SyntaxProblem(`intrinsic functions nest deeper than ${deepestIntrinsic} levels`);
  }
  const name = takeMatch(cursor, functionName);
  if (name === undefined) throw problemAt(cursor, 'an intrinsic function');
  if (!isIntrinsicName(name)) throw new SyntaxProblem(`'${name}' is not an intrinsic function`);
  expect(cursor, '(');
  const args = parseArguments(cursor, depth);
  const [least, greatest] = intrinsicArity[name];
  if (args.length < least || args.length > greatest) {
    throw new SyntaxProblem(`'${name}' takes ${printArity(least, greatest)} but was given ${args.length}`);
  }
  return { type: 'Call', name, arguments: args };
}

function isIntrinsicName(name: string): name is IntrinsicName {
  return Object.hasOwn(intrinsicArity, name);
}

function printArity(least: number, greatest: number): string {
  if (greatest === Number.POSITIVE_INFINITY) return `${least} arguments or more`;
  return least === greatest ? `${least} arguments` : `${least} to ${greatest} arguments`;
}

function parseArguments(cursor: TextCursor, depth: number): IntrinsicArgument[] {
  const args: IntrinsicArgument[] = [];
  skipBlanks(cursor);
  if (take(cursor, ')')) return args;
  for (;;) {
    skipBlanks(cursor);
    args.push(parseArgument(cursor, depth));
    skipBlanks(cursor);
    if (take(cursor, ')')) return args;
    expect(cursor, ',');
  }
}

function parseArgument(cursor: TextCursor, depth: number): IntrinsicArgument {
  const char = cursor.text[cursor.at];
  if (char === "'") return parseText(cursor);
  if (char === '$') return { type: 'Path', path: parsePath(cursor, dotName) };
  const digits = takeMatch(cursor, number);
  if (digits !== undefined) return { type: 'Literal', value: numberOf(digits) };
  const start = cursor.at;
  const name = takeMatch(cursor, word);
  if (name !== undefined && Object.hasOwn(constants, name)) return { type: 'Literal', value: constants[name]! };
  cursor.at = start;
  return parseCall(cursor, depth + 1);
}

function parseText(cursor: TextCursor): IntrinsicArgument {
  const start = ++cursor.at;
  let value = '';
  for (;;) {
    const char = cursor.text[cursor.at];
    if (char === undefined) throw new SyntaxProblem(`the quote at position ${start - 1} is not closed`);
    cursor.at++;
    if (char === "'") return { type: 'Text', raw: cursor.text.slice(start, cursor.at - 1), value };
    value += char === '\\' ? parseEscape(cursor) : char;
  }
}

function parseEscape(cursor: TextCursor): string {
  const char = cursor.text[cursor.at];
  if (char === undefined) throw problemAt(cursor, 'a character after a backslash');
  cursor.at++;
  return isEscapable(char) ? char : `\\${char}`;
}

export function isEscapable(char: string): boolean {
  return "'\\{}".includes(char);
}
