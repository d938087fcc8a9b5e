/**
 * Tells the expressions that only select and put together from those that compute. What selects may see numbers that keep their text:
 * they pass through it whole. What computes sees doubles.
 */
const nodes: ReadonlySet<unknown> = new Set([
  'path',
  'variable',
  'name',
  'string',
  'value',
  'number',
  'wildcard',
  'block',
  'bind',
]);
/** Functions that leave the values alone that pass through them; what is registered under a name that cannot be spelt is one, too. */
const functions: ReadonlySet<unknown> = new Set(['parse', 'merge', 'append', 'lookup']);

interface TreeNode {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

/** `tree` is an expression as the library parses it, before anything in it is changed. */
export function isSelection(tree: unknown): boolean {
  const pending: unknown[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node) && !passesOn(node as TreeNode)) return false;
    pending.push(...Object.values(node).filter((child) => child !== undefined));
  }
  return true;
}

function passesOn(node: TreeNode): boolean {
  switch (node.type) {
    case 'unary':
      return node.value === '{' || node.value === '[';
    case 'filter':
      return (node['expr'] as TreeNode | undefined)?.type === 'number';
    case 'function':
      return functions.has((node['procedure'] as TreeNode | undefined)?.value);
    default:
      return nodes.has(node.type);
  }
}
