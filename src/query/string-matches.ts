/** `StringMatches`: `*` stands for any characters, none included; `\*` is a star and `\\` a backslash. */
import { boundedCache } from './bounded-cache.ts';

const compiledPattern = boundedCache<string, readonly string[]>(2_000, literalParts);

export function stringMatches(text: string, pattern: string): boolean {
  const parts = compiledPattern(pattern);
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** What stands between the stars. Finding each part as early as possible is enough, so no pattern takes more than one pass. */
function literalParts(pattern: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '\\' && (pattern[at + 1] === '*' || pattern[at + 1] === '\\')) part += pattern[++at]!;
    else if (char === '*') {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}
