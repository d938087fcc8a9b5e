/** A position in a text, for the hand-written parsers of this folder. Its methods move forward only, `reset` apart. */
export interface TextCursor {
  readonly text: string;
  at: number;
}

/** Thrown inside a parser and caught at its door: a caller sees `{ ok: false, message }`. */
export class SyntaxProblem extends Error {}

export function problemAt(cursor: TextCursor, what: string): SyntaxProblem {
  const found = cursor.at >= cursor.text.length ? 'the end' : `'${cursor.text[cursor.at]}'`;
  return new SyntaxProblem(`expected ${what} but found ${found} at position ${cursor.at} of '${cursor.text}'`);
}

export function skipBlanks(cursor: TextCursor): void {
  while (cursor.at < cursor.text.length && isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Consumes `token` if it is next. */
export function take(cursor: TextCursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

export function expect(cursor: TextCursor, token: string): void {
  if (!take(cursor, token)) throw problemAt(cursor, `'${token}'`);
}

/** Consumes what the sticky `pattern` matches here and gives its text, or undefined. */
export function takeMatch(cursor: TextCursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return match[0];
}

/** Runs a parser over the whole of `text` and turns its problem into a value. */
export function parseWhole<T>(
  text: string,
  parse: (cursor: TextCursor) => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string } {
  const cursor: TextCursor = { text, at: 0 };
  try {
    const value = parse(cursor);
    if (cursor.at < text.length) throw problemAt(cursor, 'the end');
    return { ok: true, value };
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return { ok: false, message: problem.message };
    throw problem;
  }
}
