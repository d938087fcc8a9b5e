/** Evaluates an expression over a record. Aggregates are asked of the caller, who has seen all records. */
import type { JsonObject } from '../../../asl/json.ts';
import { ApiError } from '../../../gateway/operation.ts';
import type { PathStep, Sql } from './sql-node.ts';
import { cast, compare, isLike, type SqlValue, toNumber, toText } from './sql-value.ts';

export interface SqlScope {
  readonly alias: string;
  /** Members in the order of the columns; `_1` names the first. */
  readonly record: SqlValue;
  readonly isCsv: boolean;
  readonly aggregate?: (node: Sql) => SqlValue;
}

export function evaluateSql(node: Sql, scope: SqlScope): SqlValue {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'Path':
      return valueAt(node.steps, scope);
    case 'Not': {
      const value = evaluateSql(node.operand, scope);
      return typeof value === 'boolean' ? !value : null;
    }
    case 'Minus': {
      const value = toNumber(evaluateSql(node.operand, scope));
      return value === undefined ? null : -value;
    }
    case 'Binary':
      return binary(node, scope);
    case 'Like': {
      const [subject, pattern] = [evaluateSql(node.subject, scope), evaluateSql(node.pattern, scope)];
      if (subject === null || subject === undefined || typeof pattern !== 'string') return null;
      const escapeSign = node.escape && toText(evaluateSql(node.escape, scope));
      return isLike(toText(subject), pattern, escapeSign);
    }
    case 'In': {
      const subject = evaluateSql(node.subject, scope);
      return node.items.some((item) => compare(subject, evaluateSql(item, scope)) === 0);
    }
    case 'Between': {
      const subject = evaluateSql(node.subject, scope);
      const low = compare(subject, evaluateSql(node.low, scope));
      const high = compare(subject, evaluateSql(node.high, scope));
      return low === undefined || high === undefined ? null : low >= 0 && high <= 0;
    }
    case 'Is': {
      const subject = evaluateSql(node.subject, scope);
      return node.what === 'MISSING' ? subject === undefined : subject === null || subject === undefined;
    }
    case 'Cast':
      return cast(evaluateSql(node.operand, scope), node.to);
    case 'Case': {
      const branch = node.branches.find(({ when }) => evaluateSql(when, scope) === true);
      if (branch) return evaluateSql(branch.then, scope);
      return node.otherwise ? evaluateSql(node.otherwise, scope) : null;
    }
    case 'Call':
      return call(
        node.name,
        node.arguments.map((argument) => evaluateSql(argument, scope)),
      );
    case 'Trim': {
      const subject = evaluateSql(node.subject, scope);
      if (typeof subject !== 'string') return null;
      return trim(subject, node.side, node.characters ? toText(evaluateSql(node.characters, scope)) : ' ');
    }
    case 'Aggregate':
      if (!scope.aggregate)
        throw new ApiError('UnsupportedSqlOperation', 'An aggregate may stand in the select list only.');
      return scope.aggregate(node);
  }
}

function binary(node: Extract<Sql, { type: 'Binary' }>, scope: SqlScope): SqlValue {
  const left = evaluateSql(node.left, scope);
  if (node.operator === 'AND') return left === false ? false : and(left, evaluateSql(node.right, scope));
  if (node.operator === 'OR') return left === true ? true : or(left, evaluateSql(node.right, scope));
  const right = evaluateSql(node.right, scope);
  if (node.operator === '||') return left === null || right === null ? null : toText(left) + toText(right);
  if (/^[-+*/%]$/.test(node.operator)) return arithmetic(node.operator, toNumber(left), toNumber(right));
  const order = compare(left, right);
  if (order === undefined) return null;
  switch (node.operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function and(left: SqlValue, right: SqlValue): SqlValue {
  if (right === false) return false;
  return left === true && right === true ? true : null;
}

function or(left: SqlValue, right: SqlValue): SqlValue {
  if (right === true) return true;
  return left === false && right === false ? false : null;
}

function arithmetic(operator: string, left: number | undefined, right: number | undefined): SqlValue {
  if (left === undefined || right === undefined) return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0) throw new ApiError('EvaluatorDivideByZero', 'The SQL expression divides by zero.');
      return operator === '%'
        ? left % right
        : Number.isInteger(left) && Number.isInteger(right)
          ? Math.trunc(left / right)
          : left / right;
  }
}

function call(name: string, args: readonly SqlValue[]): SqlValue {
  const [first] = args;
  if (name === 'COALESCE') return args.find((one) => one !== null && one !== undefined) ?? null;
  if (name === 'NULLIF') return compare(first, args[1]) === 0 ? null : first;
  if (first === null || first === undefined) return null;
  const text = toText(first);
  switch (name) {
    case 'LOWER':
      return text.toLowerCase();
    case 'UPPER':
      return text.toUpperCase();
    case 'SUBSTRING': {
      const start = toNumber(args[1]) ?? 1;
      const length = args[2] === undefined ? Number.POSITIVE_INFINITY : (toNumber(args[2]) ?? 0);
      return [...text].slice(Math.max(0, start - 1), Math.max(0, start - 1 + length)).join('');
    }
    default:
      return [...text].length;
  }
}

function trim(text: string, side: 'BOTH' | 'LEADING' | 'TRAILING', characters: string): string {
  let [start, end] = [0, text.length];
  if (side !== 'TRAILING') while (start < end && characters.includes(text[start] as string)) start++;
  if (side !== 'LEADING') while (end > start && characters.includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** The alias may stand in front or not; names that are not quoted do not care for case. */
function valueAt(steps: readonly PathStep[], { alias, record, isCsv }: SqlScope): SqlValue {
  const [first] = steps;
  const isAlias =
    first?.type === 'Name' &&
    (first.name.toLowerCase() === alias.toLowerCase() || first.name.toLowerCase() === 's3object');
  let value: SqlValue = record;
  for (const step of isAlias && (steps.length > 1 || !isCsv) ? steps.slice(1) : steps)
    value = member(value, step, isCsv);
  return value;
}

function member(value: SqlValue, step: PathStep, isCsv: boolean): SqlValue {
  if (typeof value !== 'object' || value === null) return undefined;
  if (step.type === 'Index') return Array.isArray(value) ? value[step.index] : undefined;
  if (Array.isArray(value)) return undefined;
  const object = value as JsonObject;
  if (Object.hasOwn(object, step.name)) return object[step.name];
  const column = isCsv ? /^_(\d+)$/.exec(step.name)?.[1] : undefined;
  if (column !== undefined) return Object.values(object)[Number(column) - 1];
  if (step.isQuoted) return undefined;
  const key = Object.keys(object).find((name) => name.toLowerCase() === step.name.toLowerCase());
  return key === undefined ? undefined : object[key];
}
