/** The comparisons of event patterns: `{"prefix": "a"}`, `{"numeric": [">", 1]}`, `{"anything-but": [...]}` and their like. */
import { compileCidr } from './cidr.ts';
import { compileNumeric } from './numeric.ts';
import { PatternFault } from './pattern-fault.ts';
import { compileWildcard } from './wildcard.ts';

/** Of one value in an event: text, number, true, false or null. */
export type LeafTest = (leaf: unknown) => boolean;

export interface Comparison {
  readonly test: LeafTest;
  /** Holds where there is no value. */
  readonly matchesAbsent?: boolean;
}

export type Operand = Readonly<Record<string, unknown>>;

/** `comparison` stands at `values[at]`. */
export function compileComparison(comparison: Operand, values: readonly unknown[], at: number): Comparison {
  const [name, ...others] = Object.keys(comparison);
  if (name === undefined) throw new PatternFault('Match expression name not found', values, at);
  if (others.length > 0) throw new PatternFault('Only one key allowed in match expression', comparison, others[0]!);
  const value = comparison[name];
  switch (name) {
    case 'exists':
      if (typeof value !== 'boolean') {
        throw new PatternFault('exists match pattern must be either true or false.', comparison, name);
      }
      return { test: () => value, matchesAbsent: !value };
    case 'anything-but':
      return { test: compileAnythingBut(comparison) };
    case 'numeric':
      return { test: compileNumeric(comparison, name) };
    case 'cidr':
      return { test: compileCidr(comparison, name) };
    default:
      return { test: compileText(comparison, name) };
  }
}

function compileText(comparison: Operand, name: string): LeafTest {
  const value = comparison[name];
  switch (name) {
    case 'prefix':
    case 'suffix':
      return isIgnoringCase(value)
        ? compileAffix(name, value, 'equals-ignore-case')
        : compileAffix(name, comparison, name);
    case 'equals-ignore-case': {
      const expected = text(comparison, name).toLowerCase();
      return (leaf) => typeof leaf === 'string' && leaf.toLowerCase() === expected;
    }
    case 'wildcard': {
      const matches = compileWildcard(text(comparison, name), comparison, name);
      return (leaf) => typeof leaf === 'string' && matches(leaf);
    }
    default:
      throw new PatternFault(`Unrecognized match type ${name}`, comparison, name);
  }
}

function isIgnoringCase(value: unknown): value is Operand {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'equals-ignore-case';
}

function compileAffix(side: 'prefix' | 'suffix', operand: Operand, name: string): LeafTest {
  const fold = (value: string): string => (name === side ? value : value.toLowerCase());
  const affix = fold(text(operand, name, side));
  return side === 'prefix'
    ? (leaf) => typeof leaf === 'string' && fold(leaf).startsWith(affix)
    : (leaf) => typeof leaf === 'string' && fold(leaf).endsWith(affix);
}

function text(operand: Operand, name: string, shownAs: string = name): string {
  const value = operand[name];
  if (typeof value !== 'string') throw new PatternFault(`${shownAs} match pattern must be a string`, operand, name);
  return value;
}

/** One or several values, all text or all numbers, or one comparison of text with one or several operands. */
function compileAnythingBut(comparison: Operand): LeafTest {
  const name = 'anything-but';
  const value = comparison[name];
  if (Array.isArray(value)) {
    if (value.length === 0) throw new PatternFault('Empty arrays are not allowed', comparison, name);
    checkList(value);
    const excluded = new Set<unknown>(value);
    return (leaf) => !excluded.has(leaf);
  }
  if (typeof value === 'object' && value !== null) return compileAnythingButThose(value as Operand, comparison);
  if (typeof value === 'string' || typeof value === 'number') return (leaf) => leaf !== value;
  throw new PatternFault('Value of anything-but must be an array or single string/number value.', comparison, name);
}

function checkList(values: readonly unknown[]): void {
  for (const [at, value] of values.entries()) {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new PatternFault('Inside anything but list, start|null|boolean is not supported.', values, at);
    }
    if (typeof value !== typeof values[0]) {
      throw new PatternFault(
        'Inside anything but list, either all values are number or string, mixed type is not supported',
        values,
        at,
      );
    }
  }
}

const WITHIN_ANYTHING_BUT = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

function compileAnythingButThose(inner: Operand, comparison: Operand): LeafTest {
  const [name, ...others] = Object.keys(inner);
  if (name === undefined) throw new PatternFault('Anything-But expression name not found', comparison, 'anything-but');
  if (others.length > 0) throw new PatternFault('Only one key allowed in match expression', inner, others[0]!);
  if (!WITHIN_ANYTHING_BUT.includes(name)) {
    throw new PatternFault(`Unsupported anything-but pattern: ${name}`, inner, name);
  }
  const value = inner[name];
  if (!Array.isArray(value)) return not(compileText(inner, name));
  if (value.length === 0) throw new PatternFault('Empty arrays are not allowed', inner, name);
  const tests = value.map((item: unknown) => compileText({ [name]: item }, name));
  return (leaf) => !tests.some((test) => test(leaf));
}

const not =
  (test: LeafTest): LeafTest =>
  (leaf) =>
    !test(leaf);
