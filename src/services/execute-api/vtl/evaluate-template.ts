/**
 * Fills a parsed mapping template.
 *
 * 1. What is asked for and not known (a method, a property of `$util`) is a `TemplateError`; data that is missing prints its own source.
 * 2. Loops are bounded, and so is the text: a template cannot hold the server up.
 */
import { callMethod } from './java-methods.ts';
import { isMap, isTrue, isVtlObject, javaText, type VtlValue, valuesEqual } from './java-values.ts';
import { TemplateError } from './template-error.ts';
import type { Accessor, Expression, Reference, TemplateNode } from './template-node.ts';

/** API Gateway's own limit of a loop. */
const MAX_ITERATIONS = 1_000;
const MAX_STEPS = 1_000_000;
const MAX_TEXT = 10 * 1_048_576;

export type Variables = Record<string, VtlValue>;

class Break extends Error {}
class Stop extends Error {}

interface Run {
  readonly variables: Variables;
  text: string;
  steps: number;
}

export function evaluateTemplate(nodes: readonly TemplateNode[], variables: Variables): string {
  const run: Run = { variables: { ...variables }, text: '', steps: 0 };
  try {
    render(nodes, run);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return run.text;
}

function render(nodes: readonly TemplateNode[], run: Run): void {
  for (const node of nodes) {
    if (++run.steps > MAX_STEPS) throw new TemplateError('The mapping template takes too many steps');
    switch (node.type) {
      case 'Text':
        print(run, node.text);
        break;
      case 'Reference': {
        const value = read(node.reference, run);
        if (value !== undefined && value !== null) print(run, javaText(value));
        else if (!node.isQuiet) print(run, node.source);
        break;
      }
      case 'Set':
        assign(node.target, evaluate(node.value, run), run);
        break;
      case 'If': {
        const branch = node.branches.find(({ condition }) => isTrue(evaluate(condition, run)));
        render(branch ? branch.body : node.otherwise, run);
        break;
      }
      case 'Foreach':
        loop(node, run);
        break;
      case 'Break':
        throw new Break();
      case 'Stop':
        throw new Stop();
    }
  }
}

function print(run: Run, text: string): void {
  run.text += text;
  if (run.text.length > MAX_TEXT) throw new TemplateError('The mapping template makes more than 10 MiB');
}

function loop(node: Extract<TemplateNode, { type: 'Foreach' }>, run: Run): void {
  const list = evaluate(node.list, run);
  const items = Array.isArray(list) ? [...list] : isMap(list) ? Object.values(list) : [];
  if (items.length > MAX_ITERATIONS) {
    throw new TemplateError(`A #foreach goes over ${items.length} items: API Gateway allows ${MAX_ITERATIONS}`);
  }
  const outer = {
    item: run.variables[node.variable],
    foreach: run.variables['foreach'],
    count: run.variables['velocityCount'],
  };
  for (const [index, item] of items.entries()) {
    run.variables[node.variable] = item;
    run.variables['velocityCount'] = index + 1;
    run.variables['foreach'] = {
      index,
      count: index + 1,
      hasNext: index < items.length - 1,
      first: index === 0,
      last: index === items.length - 1,
      ...(outer.foreach !== undefined && { parent: outer.foreach }),
    };
    try {
      render(node.body, run);
    } catch (error) {
      if (error instanceof Break) break;
      throw error;
    }
  }
  restore(run.variables, node.variable, outer.item);
  restore(run.variables, 'foreach', outer.foreach);
  restore(run.variables, 'velocityCount', outer.count);
}

function restore(variables: Variables, name: string, value: VtlValue | undefined): void {
  if (value === undefined) delete variables[name];
  else variables[name] = value;
}

function read({ name, path }: Reference, run: Run): VtlValue | undefined {
  let value: VtlValue | undefined = Object.hasOwn(run.variables, name) ? run.variables[name] : undefined;
  for (const accessor of path) {
    if (value === undefined || value === null) return undefined;
    value = access(value, accessor, run);
  }
  return value;
}

function access(value: VtlValue, accessor: Accessor, run: Run): VtlValue | undefined {
  switch (accessor.type) {
    case 'Property':
      return property(value, accessor.name);
    case 'Index': {
      const index = evaluate(accessor.index, run) ?? null;
      if (!Array.isArray(value)) return property(value, javaText(index));
      const at = Number(index);
      return value[at < 0 ? value.length + at : at];
    }
    case 'Call': {
      const args = accessor.arguments.map((argument) => evaluate(argument, run) ?? null);
      if (!isVtlObject(value)) return callMethod(value, accessor.name, args);
      const answer = value.members.call?.(accessor.name, args);
      if (answer === undefined) {
        throw new TemplateError(`$${value.name}.${accessor.name}() is not supported in mapping templates`);
      }
      return answer;
    }
  }
}

function property(value: VtlValue, name: string): VtlValue | undefined {
  if (isVtlObject(value)) return value.members.get?.(name);
  if (isMap(value)) {
    if (Object.hasOwn(value, name)) return value[name];
    return undefined;
  }
  if (name === 'empty') return typeof value === 'string' || Array.isArray(value) ? value.length === 0 : undefined;
  return undefined;
}

function assign({ name, path }: Reference, value: VtlValue | undefined, run: Run): void {
  const last = path.at(-1);
  if (!last) {
    run.variables[name] = value ?? null;
    return;
  }
  const owner = read({ name, path: path.slice(0, -1) }, run);
  const member =
    last.type === 'Property'
      ? last.name
      : last.type === 'Index'
        ? javaText(evaluate(last.index, run) ?? null)
        : undefined;
  if (member !== undefined && isVtlObject(owner) && owner.members.set?.(member, value ?? null)) return;
  if (member !== undefined && isMap(owner)) {
    callMethod(owner, 'put', [member, value ?? null]);
    return;
  }
  if (member !== undefined && Array.isArray(owner)) {
    owner[Number(member)] = value ?? null;
    return;
  }
  throw new TemplateError(`The mapping template sets $${name}.${member ?? ''}, which cannot be set`);
}

function evaluate(expression: Expression, run: Run): VtlValue | undefined {
  switch (expression.type) {
    case 'Literal':
      return expression.value;
    case 'Template': {
      const inner: Run = { variables: run.variables, text: '', steps: run.steps };
      render(expression.nodes, inner);
      return inner.text;
    }
    case 'List':
      return expression.items.map((item) => evaluate(item, run) ?? null);
    case 'Range': {
      const [from, to] = [Number(evaluate(expression.from, run)), Number(evaluate(expression.to, run))];
      const length = Math.abs(to - from) + 1;
      if (!(length <= MAX_ITERATIONS)) throw new TemplateError('The mapping template has a range that is too long');
      return Array.from({ length }, (_, index) => (from <= to ? from + index : from - index));
    }
    case 'Map': {
      const map: { [name: string]: VtlValue } = {};
      for (const [key, value] of expression.entries) {
        callMethod(map, 'put', [javaText(evaluate(key, run) ?? null), evaluate(value, run) ?? null]);
      }
      return map;
    }
    case 'Get':
      return read(expression.reference, run);
    case 'Not':
      return !isTrue(evaluate(expression.operand, run));
    case 'Binary':
      return binary(expression, run);
  }
}

function binary(expression: Extract<Expression, { type: 'Binary' }>, run: Run): VtlValue | undefined {
  const left = evaluate(expression.left, run);
  if (expression.operator === '&&') return isTrue(left) && isTrue(evaluate(expression.right, run));
  if (expression.operator === '||') return isTrue(left) || isTrue(evaluate(expression.right, run));
  const right = evaluate(expression.right, run);
  switch (expression.operator) {
    case '==':
      return valuesEqual(left, right);
    case '!=':
      return !valuesEqual(left, right);
    case '+':
      if (typeof left === 'string' || typeof right === 'string')
        return javaText(left ?? null) + javaText(right ?? null);
      return arithmetic(expression.operator, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(expression.operator, left, right);
    default:
      return arithmetic(expression.operator, left, right);
  }
}

function compare(operator: '<' | '<=' | '>' | '>=', left: VtlValue | undefined, right: VtlValue | undefined): boolean {
  // Velocity compares numbers only; anything else is false.
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** Whole numbers stay whole, as in Java; what is no number yields nothing. */
function arithmetic(operator: string, left: VtlValue | undefined, right: VtlValue | undefined): number | undefined {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const areWhole = Number.isInteger(left) && Number.isInteger(right);
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) return undefined;
      return areWhole ? Math.trunc(left / right) : left / right;
    default:
      return right === 0 ? undefined : left % right;
  }
}
