/** Walks JSONata's syntax tree and collects what the expression reads from outside itself. */

/** A node of JSONata's tree. Its published types leave out most fields, so the walk checks each one itself. */
interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

/** `bound` are the names that the expression binds around this node; `isTopLevel` tells that the context is still the input. */
interface Place {
  readonly bound: Set<string>;
  readonly isTopLevel: boolean;
}

export interface JsonataReferences {
  readonly variables: readonly string[];
  readonly statesFields: readonly string[];
  readonly topLevelReferences: readonly string[];
}

interface Found {
  readonly variables: Set<string>;
  readonly statesFields: Set<string>;
  readonly topLevelReferences: Set<string>;
}

/** JSONata 2.0.6's functions and those that Step Functions adds. */
const builtInNames = new Set(
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains
  replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power random boolean not map
  zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle distinct
  base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis fromMillis clone now millis
  partition range hash uuid parse`.split(/\s+/),
);

export function readJsonataReferences(tree: unknown): JsonataReferences {
  const found: Found = { variables: new Set(), statesFields: new Set(), topLevelReferences: new Set() };
  visit(tree, { bound: new Set(), isTopLevel: true }, found);
  return {
    variables: [...found.variables],
    statesFields: [...found.statesFields],
    topLevelReferences: [...found.topLevelReferences],
  };
}

function visit(value: unknown, place: Place, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, place, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  switch (node.type) {
    case 'path':
      visitPath(node, place, found);
      return;
    case 'variable':
      visitVariable(node, place, found);
      break;
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
      if (place.isTopLevel) found.topLevelReferences.add(topLevelName(node));
      break;
    case 'block':
      visitBlock(node, place, found);
      return;
    case 'bind':
      visit(node['rhs'], place, found);
      place.bound.add(String((node['lhs'] as Node).value));
      return;
    case 'lambda':
      visitLambda(node, place, found);
      return;
    case 'transform':
      visit([node['pattern'], node['update'], node['delete']], { ...place, isTopLevel: false }, found);
      return;
  }
  visitChildren(node, place, found);
}

function topLevelName(node: Node): string {
  switch (node.type) {
    case 'wildcard':
      return '*';
    case 'descendant':
      return '**';
    case 'parent':
      return '%';
    default:
      return String(node.value);
  }
}

/** Predicates, stages and groups see the step's value as context, whatever surrounds the step. */
function visitChildren(node: Node, place: Place, found: Found): void {
  const inside = { ...place, isTopLevel: false };
  for (const [field, child] of Object.entries(node)) {
    const isInside = field === 'predicate' || field === 'stages' || (field === 'group' && node.type !== 'unary');
    if (typeof child === 'object') visit(child, isInside ? inside : place, found);
  }
}

/** Only the first step of a path sees the context around the path. */
function visitPath(node: Node, place: Place, found: Found): void {
  const steps = (node['steps'] as Node[] | undefined) ?? [];
  const inner: Place = { bound: new Set(place.bound), isTopLevel: false };
  const [first, second] = steps;
  if (first?.type === 'variable' && first.value === 'states' && !place.bound.has('states')) {
    found.statesFields.add(second?.type === 'name' && first['predicate'] === undefined ? String(second.value) : '');
  }
  steps.forEach((step, at) => {
    if (at === 0 && step.type === 'variable' && step.value === 'states' && !place.bound.has('states')) {
      visitChildren(step, inner, found);
    } else visit(step, at === 0 ? { ...inner, isTopLevel: place.isTopLevel } : inner, found);
    for (const binder of ['focus', 'index']) {
      if (typeof step[binder] === 'string') inner.bound.add(step[binder] as string);
    }
  });
  visit(node['group'], inner, found);
}

function visitVariable(node: Node, place: Place, found: Found): void {
  const name = String(node.value);
  if (name === '$') {
    found.topLevelReferences.add('$$');
    return;
  }
  if (name === '') {
    if (place.isTopLevel) found.topLevelReferences.add('$');
    return;
  }
  if (place.bound.has(name)) return;
  if (name === 'states') found.statesFields.add('');
  else if (!builtInNames.has(name)) found.variables.add(name);
}

function visitBlock(node: Node, place: Place, found: Found): void {
  const inner = { ...place, bound: new Set(place.bound) };
  const { expressions, ...rest } = node;
  visit(expressions, inner, found);
  visitChildren({ ...rest, type: 'block' }, inner, found);
}

function visitLambda(node: Node, place: Place, found: Found): void {
  const bound = new Set(place.bound);
  for (const argument of (node['arguments'] as Node[] | undefined) ?? []) bound.add(String(argument.value));
  visit(node['body'], { ...place, bound }, found);
}
