/**
 * Terms: `a b` both, `?a ?b` either, `-a` without, `"an exact phrase"`, `%regex%`. Case matters; a term may stand anywhere in the message.
 * Beside terms that must be there, `?` terms add nothing, as at AWS.
 */
import type { MessageTest } from './filter-pattern.ts';
import { invalidCharacter, invalidPattern } from './pattern-error.ts';
import { PatternReader } from './pattern-reader.ts';

const WORD = /[\p{L}\p{N}_]+/uy;

export function compileTerms(text: string): MessageTest {
  const reader = new PatternReader(text);
  const all: MessageTest[] = [];
  const any: MessageTest[] = [];
  const none: MessageTest[] = [];
  while (!reader.isAtEnd) {
    const list = reader.take('?') ? any : reader.take('-') ? none : all;
    list.push(readTerm(reader));
    if (!reader.isAtEnd && !/\s/.test(reader.next)) throw invalidCharacter(reader.next);
    reader.skipSpace();
  }
  return (message) => {
    if (none.some((test) => test(message))) return false;
    if (all.length > 0) return all.every((test) => test(message));
    return any.length === 0 || any.some((test) => test(message));
  };
}

function readTerm(reader: PatternReader): MessageTest {
  if (reader.next === '"') return contains(reader.quoted());
  if (reader.next === '%') {
    const regex = reader.regex();
    return (message) => regex.test(message);
  }
  const word = reader.match(WORD);
  if (word !== undefined) return contains(word);
  throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
}

const contains =
  (part: string): MessageTest =>
  (message) =>
    message.includes(part);
