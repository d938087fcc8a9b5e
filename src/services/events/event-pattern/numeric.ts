/** `{"numeric": ["=", 5]}`, `{"numeric": [">", 0, "<=", 5]}`. */
import type { LeafTest, Operand } from './compile-comparison.ts';
import { PatternFault } from './pattern-fault.ts';

const HOLDS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

export function compileNumeric(comparison: Operand, name: string): LeafTest {
  const parts = comparison[name];
  if (!Array.isArray(parts)) throw new PatternFault('Value of numeric must be an array.', comparison, name);
  if (parts.length === 0) throw new PatternFault('Invalid member in numeric match: ]', comparison, name);
  const [operator, limit] = readPair(parts, 0);
  if (parts.length === 2) return test(operator, limit);
  const isLower = operator === '>' || operator === '>=';
  if (!isLower || parts.length > 4) throw new PatternFault('Too many elements in numeric expression', parts, 2);
  const [upper, top] = readPair(parts, 2);
  if (upper !== '<' && upper !== '<=') throw new PatternFault(`Bad numeric range operator: ${upper}`, parts, 2);
  if (top <= limit) throw new PatternFault('Bottom must be less than top', parts, 3);
  const [above, below] = [test(operator, limit), test(upper, top)];
  return (leaf) => above(leaf) && below(leaf);
}

function readPair(parts: readonly unknown[], at: number): [operator: string, limit: number] {
  const operator = parts[at];
  if (typeof operator !== 'string') {
    throw new PatternFault(`Invalid member in numeric match: ${String(operator)}`, parts, at);
  }
  if (!Object.hasOwn(HOLDS, operator)) {
    throw new PatternFault(`Unrecognized numeric range operator: ${operator}`, parts, at);
  }
  const limit = parts[at + 1];
  if (typeof limit !== 'number') {
    const subject = operator === '=' ? 'equals' : operator;
    throw new PatternFault(`Value of ${subject} must be numeric`, parts, Math.min(at + 1, parts.length - 1));
  }
  return [operator, limit];
}

function test(operator: string, limit: number): LeafTest {
  const holds = HOLDS[operator]!;
  return (leaf) => typeof leaf === 'number' && holds(leaf, limit);
}
