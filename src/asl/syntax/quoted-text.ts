/**
 * Quoted text inside a JSONPath. AWS undoes only two escapes: the quote that encloses the text, and the backslash before a backslash or
 * that quote; `\\"` inside single quotes stays as it is written.
 */
import { SyntaxProblem, type TextCursor } from './text-cursor.ts';

/** Reads quoted text; the cursor stands on the opening quote. */
export function parseQuotedText(cursor: TextCursor): string {
  const { text } = cursor;
  const opening = cursor.at;
  const quote = text[opening];
  let value = '';
  for (let at = opening + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === quote) {
      cursor.at = at + 1;
      return value;
    }
    const next = text[at + 1];
    if (char === '\\' && (next === quote || next === '\\')) {
      value += next;
      at++;
    } else value += char;
  }
  throw new SyntaxProblem(`the quote at position ${opening} of '${text}' is not closed`);
}
