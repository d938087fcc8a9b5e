/**
 * Evaluates the condition of a Choice rule.
 *
 * 1. A comparison between a value and an operand of another type is false, never an error.
 * 2. A path that finds nothing is an error for every operator but `IsPresent`.
 * 3. `And` and `Or` stop at the first condition that decides them. JSONPath conditions are evaluated at once, without a promise.
 */
import { type ExactNumber, isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';
import type { ChoiceCondition } from '../asl/state-machine.ts';
import { compareNumbers, isJsonNumber, type JsonNumber } from './json-number.ts';
import { evaluateJsonata } from './jsonata.ts';
import { selectPath } from './path.ts';
import type { Evaluation, Eventually, Scope } from './scope.ts';
import { stringMatches } from './string-matches.ts';
import { parseTimestamp } from './timestamp.ts';

const yes: Evaluation<boolean> = { ok: true, value: true };
const no: Evaluation<boolean> = { ok: true, value: false };

/** `field` is the place of a JSONata `Condition`, such as `Choices[0]/Condition`. */
export function evaluateChoice(
  condition: ChoiceCondition,
  scope: Scope,
  field = 'Condition',
): Eventually<Evaluation<boolean>> {
  switch (condition.type) {
    case 'And':
    case 'Or':
      return evaluateAll(condition, 0, scope, field);
    case 'Not':
      return andThen(evaluateChoice(condition.condition, scope, field), (value) => (value ? no : yes));
    case 'Compare':
      return compare(condition, scope);
    case 'Condition':
      if (typeof condition.expression === 'boolean') return condition.expression ? yes : no;
      return evaluateJsonata(condition.expression, scope, field, 'boolean') as Eventually<Evaluation<boolean>>;
  }
}

function evaluateAll(
  condition: Extract<ChoiceCondition, { type: 'And' | 'Or' }>,
  at: number,
  scope: Scope,
  field: string,
): Eventually<Evaluation<boolean>> {
  const next = condition.conditions[at];
  const isAnd = condition.type === 'And';
  if (next === undefined) return isAnd ? yes : no;
  return andThen(evaluateChoice(next, scope, field), (value) => {
    if (value !== isAnd) return value ? yes : no;
    return evaluateAll(condition, at + 1, scope, field);
  });
}

function andThen(
  evaluation: Eventually<Evaluation<boolean>>,
  go: (value: boolean) => Eventually<Evaluation<boolean>>,
): Eventually<Evaluation<boolean>> {
  if (evaluation instanceof Promise) return evaluation.then((settled) => andThen(settled, go));
  return evaluation.ok ? go(evaluation.value) : evaluation;
}

function compare(condition: Extract<ChoiceCondition, { type: 'Compare' }>, scope: Scope): Evaluation<boolean> {
  const { variable, operator, operand } = condition;
  const value = selectPath(variable, scope);
  if (operator === 'IsPresent') return (value !== undefined) === operand ? yes : no;
  if (value === undefined) return missing(variable);
  if (operator.startsWith('Is')) return isOfKind(operator, value) === operand ? yes : no;
  if (!operator.endsWith('Path')) return holds(operator, value, operand) ? yes : no;
  const other = selectPath(String(operand), scope);
  if (other === undefined) return missing(String(operand));
  return holds(operator.slice(0, -'Path'.length), value, other) ? yes : no;
}

function missing(path: string): Evaluation<never> {
  const cause = `Invalid path '${path}': The choice state's condition path references an invalid value.`;
  return { ok: false, error: { error: 'States.Runtime', cause } };
}

function isOfKind(operator: string, value: Json): boolean {
  switch (operator) {
    case 'IsNull':
      return value === null;
    case 'IsBoolean':
      return typeof value === 'boolean';
    case 'IsNumeric':
      return isJsonNumber(value);
    case 'IsString':
      return typeof value === 'string';
    case 'IsTimestamp':
      return typeof value === 'string' && parseTimestamp(value) !== undefined;
    default:
      throw new TypeError(`'${operator}' is not a comparison of a Choice rule`);
  }
}

const families = ['String', 'Numeric', 'Boolean', 'Timestamp'] as const;

function holds(operator: string, value: Json, operand: Json): boolean {
  if (operator === 'StringMatches') {
    return typeof value === 'string' && typeof operand === 'string' && stringMatches(value, operand);
  }
  const family = families.find((name) => operator.startsWith(name));
  if (family === undefined) throw new TypeError(`'${operator}' is not a comparison of a Choice rule`);
  const left = comparable(family, value);
  const right = comparable(family, operand);
  if (left === undefined || right === undefined) return false;
  const comparison = operator.slice(family.length);
  // The digits decide: two ids of 64 bits may be one double.
  if (isExactNumber(left) || isExactNumber(right)) {
    return isOrdered(comparison, compareNumbers(left as JsonNumber, right as JsonNumber), 0);
  }
  return isOrdered(comparison, left, right);
}

type PlainComparable = string | number | boolean;
type Comparable = PlainComparable | ExactNumber;

function comparable(family: (typeof families)[number], value: Json): Comparable | undefined {
  switch (family) {
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Numeric':
      return isJsonNumber(value) ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Timestamp':
      return typeof value === 'string' ? parseTimestamp(value) : undefined;
  }
}

function isOrdered(comparison: string, left: PlainComparable, right: PlainComparable): boolean {
  switch (comparison) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanEquals':
      return left >= right;
    default:
      throw new TypeError(`'${comparison}' is not a comparison of a Choice rule`);
  }
}
