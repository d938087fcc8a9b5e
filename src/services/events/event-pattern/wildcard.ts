/** `*` stands for any text, also none; a backslash makes a star or a backslash plain. Takes time linear in text times parts. */
import { PatternFault } from './pattern-fault.ts';

export function compileWildcard(pattern: string, container: object, key: string): (text: string) => boolean {
  const parts = splitAtStars(pattern, container, key);
  const first = parts[0]!;
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1)!;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}

function splitAtStars(pattern: string, container: object, key: string): string[] {
  const parts = [''];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === '*') {
      if (pattern[at + 1] === '*') {
        throw new PatternFault(`Consecutive wildcard characters at pos ${at}`, container, key);
      }
      parts.push('');
      continue;
    }
    const next = pattern[at + 1];
    const isEscape = character === '\\';
    if (isEscape && next !== '*' && next !== '\\') {
      throw new PatternFault(`Invalid escape character at pos ${at}`, container, key);
    }
    parts[parts.length - 1] += isEscape ? next! : character;
    if (isEscape) at += 1;
  }
  return parts;
}
