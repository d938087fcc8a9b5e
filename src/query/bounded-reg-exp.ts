/**
 * Regular expressions that authors wrote, over texts that anybody sent: a pattern may need longer than anybody lives for a text of forty
 * characters. Matches that may take long run under a guard, which this pure code is given by who has a clock.
 *
 * 1. Patterns that cannot take long, by their shape and the text's length, are matched directly: a guard costs more than most matches.
 * 2. Without a guard, everything is matched directly.
 */
import { boundedCache } from './bounded-cache.ts';

/** Runs a match and returns what it returns, or throws `MatchTooLong`. */
export type MatchGuard = <T>(match: () => T) => T;

export class MatchTooLong extends Error {
  constructor() {
    super('Expression evaluation timeout: Check for infinite loop');
  }
}

let guard: MatchGuard = (match) => match();

export function guardMatches(by: MatchGuard): void {
  guard = by;
}

/** Steps that take a few milliseconds. */
const FEW_STEPS = 1e6;
/** A nested repetition doubles its steps with each character. */
const SHORT_TEXT = 20;

export class BoundedRegExp extends RegExp {
  readonly #shape: PatternShape;

  constructor(pattern: RegExp | string, flags?: string) {
    super(pattern, flags);
    this.#shape = shapeOf(this.source);
  }

  override exec(text: string): RegExpExecArray | null {
    return mayTakeLong(this.#shape, text.length) ? guard(() => super.exec(text)) : super.exec(text);
  }
}

interface PatternShape {
  /** Places where a match may go on in more ways than one. */
  readonly choices: number;
  /** Whether a repeated group holds such places. */
  readonly isNested: boolean;
}

function mayTakeLong({ choices, isNested }: PatternShape, length: number): boolean {
  // A search begins at every character anew.
  return choices > 0 && (isNested ? length > SHORT_TEXT : (length + 1) ** (choices + 1) > FEW_STEPS);
}

const shapeOf = boundedCache<string, PatternShape>(2_000, (source) => {
  let choices = 0;
  let isNested = false;
  /** For each open group, how many choices there were when it began. */
  const open: number[] = [];
  let closed: number | undefined;
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    let group: number | undefined;
    if (char === '\\') at++;
    else if (char === '[') at = endOfClass(source, at);
    else if (char === '(') {
      open.push(choices);
      if (source[at + 1] === '?') at++;
    } else if (char === ')') group = open.pop();
    else if (char === '|') choices++;
    else if (isQuantifier(source, at)) {
      if (closed !== undefined && closed < choices) isNested = true;
      choices++;
      if (char === '{') at = source.indexOf('}', at);
      // Lazy or greedy: as many ways.
      if (source[at + 1] === '?') at++;
    }
    closed = group;
  }
  return { choices, isNested };
});

function endOfClass(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}

function isQuantifier(source: string, at: number): boolean {
  const char = source[at];
  return (
    char === '*' ||
    char === '+' ||
    char === '?' ||
    (char === '{' && /^\{\d+(?:,\d*)?\}/.test(source.slice(at, at + 12)))
  );
}
