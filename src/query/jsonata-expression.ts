/**
 * The one place that runs JSONata: the library is behind `evaluateExpression` and nowhere else.
 *
 * 1. An expression is compiled once and cached by its text.
 * 2. An expression cannot reach what JavaScript objects inherit, nor change the data that it reads.
 * 3. What comes out is plain JSON, or `undefined`, or `unsupported` for a function.
 */
import jsonata from 'jsonata';
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { boundedCache } from './bounded-cache.ts';
import { BoundedRegExp, MatchTooLong } from './bounded-reg-exp.ts';
import { countsBinding, enterNode, leaveNode, memoryExceeded, newCounts } from './jsonata-bounds.ts';
import { addDialect, keepsNumbersBinding, ownMemberFunction, scopeBinding } from './jsonata-dialect.ts';
import { isSelection } from './jsonata-selection.ts';
import { plainJson } from './plain-json.ts';
import { plainNumbers } from './plain-numbers.ts';
import type { Scope } from './scope.ts';

export type ExpressionResult =
  | { readonly type: 'Value'; readonly value: Json }
  | { readonly type: 'Nothing' }
  | { readonly type: 'Unsupported' }
  /** `code` is JSONata's, such as `T1006`; AWS quotes it before the message. */
  | { readonly type: 'Problem'; readonly code?: string; readonly message: string }
  /** The library itself stumbled: AWS says no more than that. */
  | { readonly type: 'Internal' };

interface Compiled extends TreeTraits {
  readonly expression: jsonata.Expression;
  /** It only selects: numbers pass through it with their text. */
  readonly keepsNumbers: boolean;
}

/** What an expression's tree says about running it. */
interface TreeTraits {
  /** The `[]` after a path marks lists in place, and they may be lists of the input. */
  readonly marksLists: boolean;
  /** Without functions, ranges and descent the steps of an expression are bounded by its data: counting them would only cost time. */
  readonly needsBounds: boolean;
}

const compiled = boundedCache<string, Compiled | ExpressionResult>(2_000, (text) => {
  try {
    const expression = jsonata(text, { RegexEngine: BoundedRegExp as unknown as RegExp });
    const tree = expression.ast();
    const keepsNumbers = isSelection(tree);
    const traits = { ...prepareTree(tree), keepsNumbers };
    addDialect(expression);
    if (traits.needsBounds) {
      expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, enterNode);
      expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, leaveNode);
    }
    return { expression, ...traits };
  } catch (problem) {
    return describeProblem(problem);
  }
});

/** `text` is the expression without its `{% %}`. */
export async function evaluateExpression(text: string, scope: Scope): Promise<ExpressionResult> {
  const entry = compiled(text);
  if ('type' in entry) return entry;
  try {
    const result: unknown = await entry.expression.evaluate(undefined, bindings(scope, entry));
    const value = plainJson(result);
    if (value === undefined) return { type: 'Nothing' };
    return value === 'unsupported' ? { type: 'Unsupported' } : { type: 'Value', value: value.json };
  } catch (problem) {
    return describeProblem(problem);
  }
}

function bindings(scope: Scope, { marksLists, needsBounds, keepsNumbers }: Compiled): Record<string, unknown> {
  const own = <T extends Json>(value: T): T => {
    const seen = keepsNumbers ? value : plainNumbers(value);
    return marksLists ? (parseExactJson(stringifyJson(seen)) as T) : seen;
  };
  const states: Record<string, Json> = { input: own(scope.input), context: own(scope.context) };
  if (scope.result !== undefined) states['result'] = own(scope.result);
  if (scope.errorOutput !== undefined) states['errorOutput'] = own(scope.errorOutput);
  const bound: Record<string, unknown> = { ...own(scope.variables), states, [scopeBinding]: scope };
  if (keepsNumbers) bound[keepsNumbersBinding] = true;
  if (needsBounds) bound[countsBinding] = newCounts(scope.nowMs);
  return bound;
}

const inheritedNames: ReadonlySet<unknown> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'toJSON']);
const unboundedTypes: ReadonlySet<unknown> = new Set(['lambda', 'partial', 'descendant', 'transform', 'parent']);
const deepestPlainTree = 60;

interface TreeNode {
  type?: unknown;
  value?: unknown;
  [field: string]: unknown;
}

/** Turns names that every JavaScript object inherits into a safe lookup, and reads the traits off the tree. */
function prepareTree(tree: unknown): TreeTraits {
  const traits = { marksLists: false, needsBounds: false };
  const seen = new Set<object>();
  const pending: { readonly node: unknown; readonly depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    readTraits(node as TreeNode, depth, traits);
    if (isInheritedName(node as TreeNode)) lookUpSafely(node as TreeNode);
    else for (const child of Object.values(node)) pending.push({ node: child, depth: depth + 1 });
  }
  return traits;
}

function readTraits(node: TreeNode, depth: number, traits: { marksLists: boolean; needsBounds: boolean }): void {
  if (node['keepArray'] === true || node['keepSingletonArray'] === true) traits.marksLists = true;
  const isUnbounded =
    depth > deepestPlainTree ||
    unboundedTypes.has(node.type) ||
    (node.type === 'binary' && node.value === '..') ||
    (node.type === 'variable' && node.value === 'toMillis');
  if (isUnbounded) traits.needsBounds = true;
}

function isInheritedName(node: TreeNode): boolean {
  return node.type === 'name' && inheritedNames.has(node.value);
}

function lookUpSafely(node: TreeNode): void {
  node['arguments'] = [
    { type: 'variable', value: '' },
    { type: 'string', value: node.value },
  ];
  node['procedure'] = { type: 'variable', value: ownMemberFunction };
  node.type = 'function';
  node.value = '(';
}

function describeProblem(problem: unknown): ExpressionResult {
  if (problem instanceof MatchTooLong) return { type: 'Problem', message: problem.message };
  if (problem instanceof RangeError) return { type: 'Problem', ...memoryExceeded() };
  if (problem instanceof Error && !('code' in problem)) return { type: 'Internal' };
  const { code, message } = problem as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : String(problem);
  return typeof code === 'string' ? { type: 'Problem', code, message: text } : { type: 'Problem', message: text };
}
