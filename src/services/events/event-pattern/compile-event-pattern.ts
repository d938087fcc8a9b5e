/**
 * EventBridge's event patterns, compiled to a test of an event. Every level names members that must match: an object goes deeper, an array
 * lists values or comparisons of which one must hold, `$or` lists alternatives.
 *
 * P1 Leaves are compared, never objects: what an array in the event holds counts as several values, and an object or an empty array as none.
 * P2 Under an array of objects all members must match within one element.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import { type JsonOffsets, lineAndColumn, parseJson } from '../../../asl/parse-json.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { compileComparison, type LeafTest } from './compile-comparison.ts';
import { PatternFault } from './pattern-fault.ts';

export type EventTest = (event: unknown) => boolean;

interface Leaf {
  readonly tests: readonly LeafTest[];
  readonly matchesAbsent: boolean;
}

const SHOWN_SOURCE = 500;
const MAX_DEPTH = 50;

/** @throws {ApiError} InvalidEventPatternException */
export function compileEventPattern(text: string): EventTest {
  const offsets: JsonOffsets = new WeakMap();
  const parsed = parseJson(text, { offsets });
  if (!parsed.ok) throw invalid(`${parsed.fault.message}\n at ${parsed.fault.location}`);
  if (!isObject(parsed.value)) throw invalid(`Filter is not an object${location(text, 1)}`);
  try {
    return compileObject(parsed.value, 0);
  } catch (fault) {
    if (!(fault instanceof PatternFault)) throw fault;
    throw invalid(`${fault.message}${location(text, valueOffset(text, offsets, fault))}`);
  }
}

function invalid(reason: string): ApiError {
  return new ApiError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

/** AWS's parser stands behind the bracket or quote that opens the value at fault. */
function valueOffset(text: string, offsets: JsonOffsets, { container, key }: PatternFault): number {
  const start = offsets.get(container)?.get(key) ?? 0;
  if (typeof key === 'number') return start + 1;
  const value = /^"(?:[^"\\]|\\.)*"\s*:\s*/s.exec(text.slice(start));
  return start + (value?.[0].length ?? 0) + 1;
}

function location(text: string, offset: number): string {
  const { line, column } = lineAndColumn(text, offset);
  const cut = text.length > SHOWN_SOURCE ? `[truncated ${text.length - SHOWN_SOURCE} chars]` : '';
  return `\n at [Source: (String)"${text.slice(0, SHOWN_SOURCE)}"${cut}; line: ${line}, column: ${column}]`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compileObject(pattern: Readonly<Record<string, unknown>>, depth: number): EventTest {
  const names = Object.keys(pattern);
  if (depth > MAX_DEPTH) throw new PatternFault('Event pattern is nested too deeply', pattern, names[0] ?? '');
  if (names.length === 0) throw new PatternFault('Empty objects are not allowed', pattern, '');
  const tests = names.map((name) => compileMember(pattern, name, depth));
  const matchesOne: EventTest = (value) => tests.every((test) => test(value));
  return (value) => {
    if (!Array.isArray(value)) return matchesOne(isObject(value) ? value : undefined);
    const elements = value.flat(Number.POSITIVE_INFINITY).filter(isObject);
    return elements.length === 0 ? matchesOne(undefined) : elements.some(matchesOne);
  };
}

function compileMember(pattern: Readonly<Record<string, unknown>>, name: string, depth: number): EventTest {
  const value = pattern[name];
  if (name === '$or' && isAlternatives(value)) {
    const alternatives = value.map((alternative) => compileObject(alternative, depth + 1));
    return (event) => alternatives.some((alternative) => alternative(event));
  }
  if (isObject(value)) {
    const inner = compileObject(value, depth + 1);
    return (event) => inner(memberOf(event, name));
  }
  if (!Array.isArray(value)) throw new PatternFault(`"${name}" must be an object or an array`, pattern, name);
  if (value.length === 0) throw new PatternFault('Empty arrays are not allowed', pattern, name);
  const leaf = compileLeaf(value);
  return (event) => matchesLeaf(leaf, memberOf(event, name));
}

/** A field may be called `$or`; only an array of at least two objects that are no comparisons is a choice. */
function isAlternatives(value: unknown): value is Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.length >= 2 && value.every(isObject);
}

function compileLeaf(values: readonly unknown[]): Leaf {
  let matchesAbsent = false;
  const tests = values.map((value, at): LeafTest => {
    if (isObject(value)) {
      const comparison = compileComparison(value, values, at);
      matchesAbsent ||= comparison.matchesAbsent === true;
      return comparison.test;
    }
    if (Array.isArray(value)) {
      throw new PatternFault('Match value must be String, number, true, false, or null', values, at);
    }
    return (leaf) => leaf === value;
  });
  return { tests, matchesAbsent };
}

function memberOf(event: unknown, name: string): unknown {
  return isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}

function matchesLeaf({ tests, matchesAbsent }: Leaf, value: unknown): boolean {
  if (Array.isArray(value)) {
    const leaves = value.flat(Number.POSITIVE_INFINITY).filter((item) => !isObject(item));
    return leaves.length === 0 ? matchesAbsent : leaves.some((item) => tests.some((test) => test(item)));
  }
  if (value === undefined || isObject(value)) return matchesAbsent;
  return tests.some((test) => test(value));
}
