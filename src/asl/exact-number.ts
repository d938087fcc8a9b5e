/**
 * A number whose text JavaScript would not give back: `0.0`, `1.10`, `1e3`, `12345678901234567890`. Every other number stays a plain one.
 *
 * 1. It never changes, and its text is the number. Two of them are deeply equal when their texts are.
 * 2. It has no member that a path or an expression could name.
 * 3. Plain `JSON.stringify` writes the nearest double, so that code which knows nothing of it still writes valid JSON;
 *    `stringifyJson` writes the text.
 */
const textMember: unique symbol = Symbol('text');

/** Starts the string that stands for a number while JSON passes through JavaScript's own parser or writer: a lone surrogate. */
export const numberMark = '\ud9d9';

/** How many numbers have been marked since `stringifyJson` began to write. It writes without giving way to anything else. */
export const marking = { isOn: false, count: 0 };

export class ExactNumber {
  readonly [textMember]: string;

  /** `text` is a number as JSON writes it. */
  constructor(text: string) {
    this[textMember] = text;
    Object.freeze(this);
  }

  toString(): string {
    return this[textMember];
  }

  valueOf(): number {
    return Number(this[textMember]);
  }

  toJSON(): number | string {
    if (!marking.isOn) return Number(this[textMember]);
    marking.count++;
    return numberMark + this[textMember];
  }
}

/** What JSON calls a number. */
export const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number from its text: a plain one where JavaScript would write it alike, and where JSON would not have it so (`+1`, `007`). */
export function numberOf(text: string): number | ExactNumber {
  const number = Number(text);
  return String(number) === text || !jsonNumber.test(text) ? number : new ExactNumber(text);
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return value instanceof ExactNumber;
}
