/**
 * Evaluates JSONata fields and templates: Output, Arguments, Assign, Items, Condition and every other field that takes `{% … %}`.
 *
 * 1. A string that `{%` and `%}` enclose is an expression; everything else is literal. Without an expression the value comes back at once,
 *    as it is.
 * 2. Expressions are evaluated in the order in which they are written; the first failure is the template's.
 * 3. A failure is `States.QueryEvaluationError` in AWS's words, with the place as `location`: `Output/total`, `Output/list[0]`.
 */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import { isJsonataString, jsonataText } from '../asl/syntax/parse-jsonata.ts';
import { plainNumber } from './json-number.ts';
import { isJsonArray, isJsonObject, jsonType } from './json-value.ts';
import { type ExpressionResult, evaluateExpression } from './jsonata-expression.ts';
import type { Evaluation, Eventually, Scope } from './scope.ts';

/** What a field takes. An integer is a number to AWS's messages. */
export type ExpectedType = 'array' | 'object' | 'boolean' | 'number' | 'integer' | 'string' | 'array or object';

export function evaluateJsonata(
  template: Json,
  scope: Scope,
  field: string,
  expected?: ExpectedType,
): Eventually<Evaluation<Json>> {
  if (!holdsExpression(template)) return { ok: true, value: template };
  if (typeof template === 'string') return evaluateText(template, scope, field, expected);
  return evaluateNode(template, scope, field);
}

const expressionHolders = new WeakMap<object, boolean>();

/** Whether anything in the template is an expression. Known by identity once it was looked at. */
function holdsExpression(template: Json): boolean {
  if (typeof template === 'string') return isJsonataString(template);
  if (typeof template !== 'object' || template === null) return false;
  const known = expressionHolders.get(template);
  if (known !== undefined) return known;
  const holds = (isJsonArray(template) ? template : Object.values(template)).some(holdsExpression);
  expressionHolders.set(template, holds);
  return holds;
}

function evaluateNode(template: Json, scope: Scope, field: string): Eventually<Evaluation<Json>> {
  if (!holdsExpression(template)) return { ok: true, value: template };
  if (typeof template === 'string') return evaluateText(template, scope, field, undefined);
  if (isJsonArray(template)) return evaluateItems(template, scope, field);
  return evaluateMembers(template as JsonObject, scope, field);
}

async function evaluateItems(template: readonly Json[], scope: Scope, field: string): Promise<Evaluation<Json>> {
  const items: Json[] = [];
  for (const [at, item] of template.entries()) {
    const evaluation = await evaluateNode(item, scope, `${field}[${at}]`);
    if (!evaluation.ok) return evaluation;
    items.push(evaluation.value);
  }
  return { ok: true, value: items };
}

async function evaluateMembers(template: JsonObject, scope: Scope, field: string): Promise<Evaluation<Json>> {
  const built: Record<string, Json> = {};
  for (const [name, member] of Object.entries(template)) {
    const evaluation = await evaluateNode(member, scope, `${field}/${name}`);
    if (!evaluation.ok) return evaluation;
    setMember(built, name, evaluation.value);
  }
  return { ok: true, value: built };
}

async function evaluateText(
  template: string,
  scope: Scope,
  field: string,
  expected: ExpectedType | undefined,
): Promise<Evaluation<Json>> {
  const text = jsonataText(template);
  const result = await evaluateExpression(text, scope);
  const sentence = `The JSONata expression '${text}' specified for the field '${field}'`;
  if (result.type !== 'Value') return failure(`${sentence} ${describe(result)}`, field);
  const value = expected === 'number' || expected === 'integer' ? plainNumber(result.value) : result.value;
  if (expected === undefined || isOfType(value, expected)) return { ok: true, value };
  const mismatch = `Expected ${quoteTypes(expected)}, but was '${jsonType(result.value)}' for value: ${stringifyJson(result.value)}`;
  return failure(`${sentence} returned an unexpected result type. ${mismatch}`, field);
}

function failure(cause: string, location: string): Evaluation<never> {
  return { ok: false, error: { error: 'States.QueryEvaluationError', cause }, location };
}

function describe(result: Exclude<ExpressionResult, { type: 'Value' }>): string {
  switch (result.type) {
    case 'Nothing':
      return 'returned nothing (undefined).';
    case 'Unsupported':
      return 'returned an unsupported result type.';
    case 'Internal':
      return 'threw an internal error during evaluation.';
    case 'Problem': {
      const detail = result.code === undefined ? `: ${result.message}` : `. ${result.code}: ${result.message}`;
      return `threw an error during evaluation${detail}`;
    }
  }
}

function isOfType(value: Json, expected: ExpectedType): boolean {
  switch (expected) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'array or object':
      return isJsonArray(value) || isJsonObject(value);
    default:
      return jsonType(value) === expected;
  }
}

function quoteTypes(expected: ExpectedType): string {
  return expected
    .split(' or ')
    .map((type) => `'${type}'`)
    .join(' or ');
}
