/** Compiles the filter of a JSONPath. Comparisons between different types are false, but a number equals its own text, as in Jayway. */
import type { Json } from '../asl/json.ts';
import type { FilterOperand, FilterOperator, JsonPath, JsonPathFilter } from '../asl/syntax/json-path.ts';
import { BoundedRegExp } from './bounded-reg-exp.ts';
import type { PathRoots, SelectPath } from './compile-json-path.ts';
import { compareNumbers, isJsonNumber } from './json-number.ts';
import { isJsonArray, isJsonObject, jsonEquals } from './json-value.ts';

export type AcceptNode = (node: Json, roots: PathRoots) => boolean;

/** `compilePath` is handed in because paths and filters contain each other. */
export function compileFilter(filter: JsonPathFilter, compilePath: (path: JsonPath) => SelectPath): AcceptNode {
  switch (filter.type) {
    case 'And':
    case 'Or': {
      const left = compileFilter(filter.left, compilePath);
      const right = compileFilter(filter.right, compilePath);
      if (filter.type === 'And') return (node, roots) => left(node, roots) && right(node, roots);
      return (node, roots) => left(node, roots) || right(node, roots);
    }
    case 'Not': {
      const inner = compileFilter(filter.filter, compilePath);
      return (node, roots) => !inner(node, roots);
    }
    case 'Exists': {
      const select = compilePath(filter.path);
      return (node, roots) => select(roots, node) !== undefined;
    }
    case 'Compare':
      return compileComparison(filter.operator, filter.left, filter.right, compilePath);
  }
}

function compileComparison(
  operator: FilterOperator,
  left: FilterOperand,
  right: FilterOperand,
  compilePath: (path: JsonPath) => SelectPath,
): AcceptNode {
  if (operator === '=~') return compileMatch(left, right, compilePath);
  const leftOf = compileOperand(left, compilePath);
  const rightOf = compileOperand(right, compilePath);
  return (node, roots) => compare(operator, leftOf(roots, node), rightOf(roots, node));
}

function compileOperand(operand: FilterOperand, compilePath: (path: JsonPath) => SelectPath): SelectPath {
  switch (operand.type) {
    case 'Literal':
      return () => operand.value;
    case 'Path':
      return compilePath(operand.path);
    case 'Regex':
      return () => undefined;
  }
}

/** Java's `matches`: the pattern covers the whole text. */
function compileMatch(
  left: FilterOperand,
  right: FilterOperand,
  compilePath: (path: JsonPath) => SelectPath,
): AcceptNode {
  const [pattern, subject] = right.type === 'Regex' ? [right, left] : [left, right];
  if (pattern.type !== 'Regex') return () => false;
  const whole = new BoundedRegExp(`^(?:${pattern.pattern})$`, pattern.flags);
  const subjectOf = compileOperand(subject, compilePath);
  return (node, roots) => {
    const value = subjectOf(roots, node);
    if (typeof value === 'string' || isJsonNumber(value)) return whole.test(String(value));
    return isJsonArray(value) && value.some((item) => typeof item === 'string' && whole.test(item));
  };
}

function compare(operator: FilterOperator, left: Json | undefined, right: Json | undefined): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case '<':
      return order(left, right, (sign) => sign < 0);
    case '<=':
      return order(left, right, (sign) => sign <= 0);
    case '>':
      return order(left, right, (sign) => sign > 0);
    case '>=':
      return order(left, right, (sign) => sign >= 0);
    case 'in':
      return isJsonArray(right) && contains(right, left);
    case 'nin':
      return isJsonArray(right) && !contains(right, left);
    case 'contains':
      if (typeof left === 'string') return typeof right === 'string' && left.includes(right);
      return isJsonArray(left) && contains(left, right);
    case 'size':
      return isJsonNumber(right) && sizeOf(left) === Number(right);
    case 'empty':
      return typeof right === 'boolean' && sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
    case 'subsetof':
      return isJsonArray(left) && isJsonArray(right) && left.every((item) => contains(right, item));
    case 'anyof':
      return isJsonArray(left) && isJsonArray(right) && left.some((item) => contains(right, item));
    case 'noneof':
      return isJsonArray(left) && isJsonArray(right) && !left.some((item) => contains(right, item));
    case 'all':
      return isJsonArray(left) && isJsonArray(right) && right.every((item) => contains(left, item));
    case '=~':
      return false;
  }
}

function equals(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (isJsonNumber(left) && typeof right === 'string') return right.trim() !== '' && Number(right) === Number(left);
  if (typeof left === 'string' && isJsonNumber(right)) return left === String(right);
  return jsonEquals(left, right);
}

function order(left: Json | undefined, right: Json | undefined, accepts: (sign: number) => boolean): boolean {
  if (isJsonNumber(left) && isJsonNumber(right)) return accepts(compareNumbers(left, right));
  if (typeof left === 'string' && typeof right === 'string') return accepts(left < right ? -1 : left > right ? 1 : 0);
  return false;
}

function contains(items: readonly Json[], sought: Json | undefined): boolean {
  return items.some((item) => equals(item, sought));
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}
