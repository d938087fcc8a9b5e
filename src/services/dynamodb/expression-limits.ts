/** How long an expression may be, and how much there may be in it. The library counts nothing. */
import { validationError } from './dynamodb-errors.ts';

const MAX_IN_OPERANDS = 100;
const MAX_OPERATORS = 300;
const MAX_EXPRESSION_BYTES = 4096;
const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];

/** @throws {ApiError} ValidationException. `input` holds what the library parsed. */
export function checkExpressions(input: Readonly<Record<string, unknown>>): void {
  for (const name of EXPRESSIONS) checkSize(name, input[name]);
  checkOperands('ConditionExpression', input['_condition']);
  checkOperands('FilterExpression', input['_filter']);
}

function checkSize(name: string, expression: unknown): void {
  const bytes = typeof expression === 'string' ? Buffer.byteLength(expression) : 0;
  if (bytes <= MAX_EXPRESSION_BYTES) return;
  throw validationError(
    `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
  );
}

interface Expression {
  readonly type?: string;
  readonly args?: readonly unknown[];
}

function checkOperands(name: string, parsed: unknown): void {
  let operators = 0;
  const check = (expression: unknown): void => {
    const { type, args = [] } = (expression ?? {}) as Expression;
    // The first is what is looked for.
    if (type === 'in' && args.length - 1 > MAX_IN_OPERANDS) {
      throw validationError(
        `Invalid ${name}: The IN operator is provided with too many operands; number of operands: ${args.length - 1}`,
      );
    }
    if (type !== undefined && type !== 'function') operators++;
    if (type === 'and' || type === 'or' || type === 'not') args.forEach(check);
  };
  check((parsed as { readonly expression?: unknown } | undefined)?.expression);
  if (operators <= MAX_OPERATORS) return;
  // AWS stops counting there.
  throw validationError(
    `Invalid ${name}: The expression contains too many operators; operator count: ${MAX_OPERATORS + 1}`,
  );
}
