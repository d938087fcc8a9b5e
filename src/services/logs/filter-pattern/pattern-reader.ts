/** A cursor over the text of a filter pattern. */
import { invalidCharacter, invalidPattern } from './pattern-error.ts';

export class PatternReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  skipSpace(): void {
    while (/\s/.test(this.next)) this.at += 1;
  }

  /** Takes the text if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Takes what the pattern, which is sticky, finds here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return found || undefined;
  }

  expect(expected: string): void {
    this.skipSpace();
    if (this.take(expected)) return;
    throw this.isAtEnd ? invalidPattern() : invalidCharacter(this.next);
  }

  /** What stands between double quotes; the opening one is next. A backslash escapes a quote and itself. */
  quoted(): string {
    this.at += 1;
    let value = '';
    for (;;) {
      if (this.isAtEnd) throw invalidPattern();
      const character = this.text[this.at++]!;
      if (character === '"') return value;
      if (character === '\\' && (this.next === '"' || this.next === '\\')) value += this.text[this.at++]!;
      else value += character;
    }
  }

  /** What stands between percent signs, as a regular expression; the opening one is next. */
  regex(): RegExp {
    const end = this.text.indexOf('%', this.at + 1);
    if (end < 0) throw invalidPattern();
    const source = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return safeRegex(source);
  }
}

/** AWS takes character classes, anchors, quantifiers and alternatives, and no groups: so a pattern cannot run away. */
export function safeRegex(source: string): RegExp {
  if (source === '' || /(?<!\\)[()]/.test(source)) throw invalidPattern();
  try {
    return new RegExp(source, 'u');
  } catch {
    throw invalidPattern();
  }
}
