/**
 * `{ ($.a = "b*" && $.c.d[0] >= 3) || $.e NOT EXISTS }` over messages that are JSON objects; other messages never match.
 * `&&` binds closer than `||`.
 */
import { readComparison, type ValueTest } from './comparison.ts';
import type { MessageTest } from './filter-pattern.ts';
import { invalidCharacter, invalidPattern } from './pattern-error.ts';
import { PatternReader } from './pattern-reader.ts';

type Condition = (root: unknown) => boolean;
type Step = string | number | '*';

const NAME = /[\p{L}\p{N}_@$-]+/uy;
const INDEX = /[0-9]+/y;
const WORDS: readonly (readonly [RegExp, ValueTest])[] = [
  [/IS\s+NULL\b/iy, (value) => value === null],
  [/IS\s+TRUE\b/iy, (value) => value === true],
  [/IS\s+FALSE\b/iy, (value) => value === false],
  [/NOT\s+EXISTS\b/iy, (value) => value === undefined],
  [/EXISTS\b/iy, (value) => value !== undefined],
];
const MAX_DEPTH = 50;

export function compileJson(text: string): MessageTest {
  const reader = new PatternReader(text);
  reader.expect('{');
  const condition = readOr(reader, 0);
  reader.expect('}');
  reader.skipSpace();
  if (!reader.isAtEnd) throw invalidCharacter(reader.next);
  return (message) => {
    const root = parseObject(message);
    return root !== undefined && condition(root);
  };
}

function parseObject(message: string): object | undefined {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}

function readOr(reader: PatternReader, depth: number): Condition {
  const conditions = [readAnd(reader, depth)];
  for (reader.skipSpace(); reader.take('||'); reader.skipSpace()) conditions.push(readAnd(reader, depth));
  return (root) => conditions.some((condition) => condition(root));
}

function readAnd(reader: PatternReader, depth: number): Condition {
  const conditions = [readOne(reader, depth)];
  for (reader.skipSpace(); reader.take('&&'); reader.skipSpace()) conditions.push(readOne(reader, depth));
  return (root) => conditions.every((condition) => condition(root));
}

function readOne(reader: PatternReader, depth: number): Condition {
  reader.skipSpace();
  if (reader.take('(')) {
    if (depth >= MAX_DEPTH) throw invalidPattern();
    const inner = readOr(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  const steps = readSelector(reader);
  reader.skipSpace();
  const test = WORDS.find(([word]) => reader.match(word) !== undefined)?.[1] ?? readComparison(reader);
  return (root) => select(root, steps).some(test);
}

function readSelector(reader: PatternReader): Step[] {
  if (!reader.take('$')) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
  const steps: Step[] = [];
  for (;;) {
    if (reader.take('.')) {
      const name = reader.match(NAME);
      if (name === undefined) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
      steps.push(name);
    } else if (reader.take('[')) {
      if (reader.take('*')) steps.push('*');
      else if (reader.next === '"') steps.push(reader.quoted());
      else steps.push(Number(reader.match(INDEX) ?? Number.NaN));
      if (Number.isNaN(steps.at(-1))) throw invalidCharacter(reader.next);
      reader.expect(']');
    } else {
      if (steps.length === 0) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
      return steps;
    }
  }
}

/** The values that a selector finds; one that finds nothing yields `undefined`. */
function select(root: unknown, steps: readonly Step[]): unknown[] {
  let values: unknown[] = [root];
  for (const step of steps) {
    values = values.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [undefined];
      if (step === '*') return Array.isArray(value) && value.length > 0 ? value : [undefined];
      return Object.hasOwn(value, step) ? [(value as Record<string | number, unknown>)[step]] : [undefined];
    });
  }
  return values;
}
