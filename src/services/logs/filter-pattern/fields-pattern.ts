/**
 * `[ip, user, ..., status = 4* || status = 5*, bytes > 100]` over messages whose fields are apart by space, or in `"…"` or `[…]`.
 * A message matches when it has as many fields as the pattern; `...` stands for any number of them.
 */
import { readComparison, type ValueTest } from './comparison.ts';
import type { MessageTest } from './filter-pattern.ts';
import { invalidCharacter, invalidPattern } from './pattern-error.ts';
import { PatternReader } from './pattern-reader.ts';

const FIELD_NAME = /[\p{L}\p{N}_-]+/uy;
const FIELDS = /"([^"]*)"|\[([^\]]*)\]|(\S+)/g;

interface Fields {
  readonly before: readonly ValueTest[];
  /** Absent without an ellipsis. */
  readonly after?: readonly ValueTest[];
}

export function compileFields(text: string): MessageTest {
  const { before, after } = readFields(new PatternReader(text));
  return (message) => {
    const values = [...message.matchAll(FIELDS)].map(([, quoted, bracketed, plain]) => quoted ?? bracketed ?? plain);
    if (after === undefined && values.length !== before.length) return false;
    if (values.length < before.length + (after?.length ?? 0)) return false;
    const tail = after ? values.slice(values.length - after.length) : [];
    return before.every((test, at) => test(values[at])) && (after ?? []).every((test, at) => test(tail[at]));
  };
}

function readFields(reader: PatternReader): Fields {
  reader.expect('[');
  const before: ValueTest[] = [];
  let after: ValueTest[] | undefined;
  for (;;) {
    reader.skipSpace();
    if (reader.take('...')) {
      if (after) throw invalidPattern();
      after = [];
    } else (after ?? before).push(readField(reader));
    reader.skipSpace();
    if (reader.take(']')) break;
    reader.expect(',');
  }
  reader.skipSpace();
  if (!reader.isAtEnd) throw invalidCharacter(reader.next);
  return { before, after };
}

/** A field's conditions read from left to right; `&&` binds closer. */
function readField(reader: PatternReader): ValueTest {
  const alternatives: ValueTest[][] = [[]];
  for (;;) {
    reader.skipSpace();
    if (reader.match(FIELD_NAME) === undefined) throw reader.isAtEnd ? invalidPattern() : invalidCharacter(reader.next);
    reader.skipSpace();
    const isFree = reader.next === ',' || reader.next === ']';
    alternatives.at(-1)!.push(isFree ? () => true : readComparison(reader));
    reader.skipSpace();
    if (reader.take('||')) alternatives.push([]);
    else if (!reader.take('&&')) return (value) => alternatives.some((tests) => tests.every((test) => test(value)));
  }
}
