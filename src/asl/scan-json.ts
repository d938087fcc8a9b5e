/**
 * Reads over JSON text without parsing it: how deep it nests, and which numbers JavaScript would not write as they stand there.
 * Any text will do; of what is not JSON it says nothing that counts.
 */
export interface JsonScan {
  /** Brackets that are open at one time, at most. */
  readonly depth: number;
  /** Start and end of each number that needs its text, one after the other. */
  readonly exact: readonly number[];
}

const none: readonly number[] = Object.freeze([]);

const QUOTE = 34;
const BACKSLASH = 92;
const DOT = 46;
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

export function scanJson(text: string): JsonScan {
  let exact: number[] | undefined;
  let depth = 0;
  let deepest = 0;
  const { length } = text;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = afterString(text, at);
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const end = afterNumber(text, at);
      if (end > 0) at = end;
      else {
        exact ??= [];
        exact.push(at, -end);
        at = -end;
      }
    } else {
      // 91 and 123 open, 93 and 125 close.
      if (code === 91 || code === 123) {
        if (++depth > deepest) deepest = depth;
      } else if (code === 93 || code === 125) depth--;
      at++;
    }
  }
  return { depth: deepest, exact: exact ?? none };
}

function afterString(text: string, quote: number): number {
  for (let at = quote; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at + 1;
    let slash = at - 1;
    while (slash > quote && text.charCodeAt(slash - 1) === BACKSLASH) slash--;
    if ((at - slash) % 2 === 0) return at + 1;
  }
}

/** Digits that a double always keeps. */
const SAFE_DIGITS = 15;

/** Where the number ends that starts at `start`: below zero if it needs its text. */
function afterNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
  const first = at;
  let code = text.charCodeAt(at);
  while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at);
  let digits = at - first;
  if (code === DOT) {
    const dot = at;
    code = text.charCodeAt(++at);
    while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at);
    digits += at - dot - 1;
    // JavaScript drops zeros at the end, and writes what is below 0.000001 with an exponent.
    const isShort = digits <= SAFE_DIGITS && (text.charCodeAt(first) !== ZERO || digits <= 7);
    if (isShort && !isExponent(code)) return text.charCodeAt(at - 1) === ZERO ? -at : at;
  } else if (digits <= SAFE_DIGITS && !isExponent(code)) {
    return first > start && text.charCodeAt(first) === ZERO ? -at : at;
  }
  while ((code >= ZERO && code <= NINE) || isExponent(code) || code === PLUS || code === MINUS || code === DOT) {
    code = text.charCodeAt(++at);
  }
  const number = text.slice(start, at);
  return String(Number(number)) === number ? at : -at;
}

function isExponent(code: number): boolean {
  return code === 101 || code === 69;
}
