/**
 * The syntax tree of a JSONPath, frozen data.
 *
 * 1. The semantics are Jayway's, which AWS uses: an indefinite path yields a list, a definite one a value or an error.
 * 2. `text` is what the author wrote; `printJsonPath` gives the bracket form that AWS's messages quote.
 */
import type { Json } from '../json.ts';

export interface JsonPath {
  readonly text: string;
  readonly root: JsonPathRoot;
  readonly segments: readonly JsonPathSegment[];
}

/** `$` is the input, `$$` the context object, `$name` a workflow variable; `@` is the element under test inside a filter. */
export type JsonPathRoot =
  | { readonly type: 'Input' }
  | { readonly type: 'Context' }
  | { readonly type: 'Variable'; readonly name: string }
  | { readonly type: 'Current' };

export type JsonPathSegment =
  | JsonPathSelector
  /** `..` before a selector: the node itself and everything below it. */
  | { readonly type: 'Descendants'; readonly selector: JsonPathSelector }
  | { readonly type: 'Function'; readonly name: JsonPathFunction; readonly arguments: readonly number[] };

export type JsonPathSelector =
  | { readonly type: 'Member'; readonly name: string }
  | { readonly type: 'Members'; readonly names: readonly string[] }
  | { readonly type: 'Index'; readonly index: number }
  | { readonly type: 'Indices'; readonly indices: readonly number[] }
  /** At least one end is present. Jayway reads a step and ignores it; here it is a syntax error. */
  | { readonly type: 'Slice'; readonly start?: number; readonly end?: number }
  | { readonly type: 'Wildcard' }
  | { readonly type: 'Filter'; readonly filter: JsonPathFilter; readonly text: string };

export const jsonPathFunctions = [
  'min',
  'max',
  'avg',
  'stddev',
  'sum',
  'length',
  'size',
  'keys',
  'first',
  'last',
  'index',
] as const;
export type JsonPathFunction = (typeof jsonPathFunctions)[number];

export type JsonPathFilter =
  | { readonly type: 'And' | 'Or'; readonly left: JsonPathFilter; readonly right: JsonPathFilter }
  | { readonly type: 'Not'; readonly filter: JsonPathFilter }
  | { readonly type: 'Exists'; readonly path: JsonPath }
  | {
      readonly type: 'Compare';
      readonly operator: FilterOperator;
      readonly left: FilterOperand;
      readonly right: FilterOperand;
    };

export const filterOperators = [
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  'in',
  'nin',
  'subsetof',
  'anyof',
  'noneof',
  'all',
  'contains',
  'size',
  'empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

export type FilterOperand =
  | { readonly type: 'Literal'; readonly value: Json }
  | { readonly type: 'Path'; readonly path: JsonPath }
  | { readonly type: 'Regex'; readonly pattern: string; readonly flags: string };

/** Whether the path names one node at most, so that it yields a value rather than a list. */
export function isDefinite(path: JsonPath): boolean {
  return path.segments.every((segment, at) => isDefiniteSegment(segment, at === path.segments.length - 1));
}

/** Several names are definite only at the end of a path, where they select one object with those members. */
export function isDefiniteSegment(segment: JsonPathSegment, isLast: boolean): boolean {
  switch (segment.type) {
    case 'Member':
    case 'Index':
    case 'Function':
      return true;
    case 'Members':
      return isLast;
    case 'Indices':
    case 'Slice':
    case 'Wildcard':
    case 'Filter':
    case 'Descendants':
      return false;
  }
}

/** Whether the path is what the language calls a Reference Path: names and indices from zero up, nothing else. */
export function isReferencePath(path: JsonPath): boolean {
  return path.segments.every(
    (segment) => segment.type === 'Member' || (segment.type === 'Index' && segment.index >= 0),
  );
}

/** The names of the workflow variables that the path reads, filters included. */
export function variablesOfJsonPath(path: JsonPath): readonly string[] {
  const names = new Set<string>();
  collectFromPath(path, names);
  return [...names];
}

function collectFromPath(path: JsonPath, names: Set<string>): void {
  if (path.root.type === 'Variable') names.add(path.root.name);
  for (const segment of path.segments) {
    const selector = segment.type === 'Descendants' ? segment.selector : segment;
    if (selector.type === 'Filter') collectFromFilter(selector.filter, names);
  }
}

function collectFromFilter(filter: JsonPathFilter, names: Set<string>): void {
  switch (filter.type) {
    case 'And':
    case 'Or':
      collectFromFilter(filter.left, names);
      collectFromFilter(filter.right, names);
      return;
    case 'Not':
      collectFromFilter(filter.filter, names);
      return;
    case 'Exists':
      collectFromPath(filter.path, names);
      return;
    case 'Compare':
      for (const operand of [filter.left, filter.right])
        if (operand.type === 'Path') collectFromPath(operand.path, names);
      return;
  }
}
