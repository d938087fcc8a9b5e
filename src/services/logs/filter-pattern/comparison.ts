/** A comparison of a value with a literal: `= "text*"`, `!= 404`, `>= 10`, `= %regex%`. */
import { invalidCharacter, invalidPattern } from './pattern-error.ts';
import type { PatternReader } from './pattern-reader.ts';

export type ValueTest = (value: unknown) => boolean;

const OPERATOR = /!=|<=|>=|=|<|>/y;
const NUMBER = /[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?=[\s),\]}&|]|$)/y;
const BARE = /[^\s"%(){}[\],&|=<>!]+/y;

export function readComparison(reader: PatternReader): ValueTest {
  reader.skipSpace();
  const operator = reader.match(OPERATOR);
  if (operator === undefined) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
  reader.skipSpace();
  const test = operator === '=' || operator === '!=' ? readEquality(reader) : readOrder(reader, operator);
  // A value that is not there differs from nothing.
  return operator === '!=' ? (value) => value !== undefined && !test(value) : test;
}

function readOrder(reader: PatternReader, operator: string): ValueTest {
  const text = reader.match(NUMBER);
  if (text === undefined) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
  const limit = Number(text);
  const holds: Record<string, (value: number) => boolean> = {
    '<': (value) => value < limit,
    '<=': (value) => value <= limit,
    '>': (value) => value > limit,
    '>=': (value) => value >= limit,
  };
  return (value) => {
    const number = toNumber(value);
    return number !== undefined && holds[operator]!(number);
  };
}

function readEquality(reader: PatternReader): ValueTest {
  if (reader.next === '%') {
    const regex = reader.regex();
    return (value) => isScalar(value) && regex.test(String(value));
  }
  if (reader.next === '"') return wildcard(reader.quoted());
  const text = reader.match(NUMBER);
  if (text !== undefined) {
    const expected = Number(text);
    return (value) => toNumber(value) === expected;
  }
  const bare = reader.match(BARE);
  if (bare === undefined) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
  return wildcard(bare);
}

/** `*` stands for any text, also none. */
function wildcard(expected: string): ValueTest {
  const parts = expected.split('*');
  return (value) => isScalar(value) && matchesParts(String(value), parts);
}

function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

const isScalar = (value: unknown): boolean => value !== undefined && (typeof value !== 'object' || value === null);

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
