/**
 * Compiles a JSONPath into closures, with Jayway's semantics.
 *
 * 1. A definite path yields its value, or undefined where there is none; an indefinite one always yields a list.
 * 2. Nothing is thrown and nothing is copied: a selected value is the value itself.
 * 3. Only own members exist.
 */

import type { Json, JsonObject } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import { isDefinite, type JsonPath, type JsonPathSegment, type JsonPathSelector } from '../asl/syntax/json-path.ts';
import { MatchTooLong } from './bounded-reg-exp.ts';
import { compileFilter } from './compile-json-path-filter.ts';
import { applyPathFunction } from './json-path-function.ts';
import { isJsonArray, isJsonObject, memberOf } from './json-value.ts';

/** What the roots of a path stand for. A `Scope` is one. */
export interface PathRoots {
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: JsonObject;
}

/** `current` is what `@` stands for: the element under test, inside a filter. */
export type SelectPath = (roots: PathRoots, current?: Json) => Json | undefined;

type SelectOne = (node: Json | undefined, roots: PathRoots) => Json | undefined;
type SelectMany = (node: Json, roots: PathRoots, found: Json[]) => void;

export function compileJsonPath(path: JsonPath): SelectPath {
  const root = compileRoot(path);
  const { segments } = path;
  const last = segments.at(-1);
  if (last?.type === 'Function') {
    const prefix = compileJsonPath({ ...path, segments: segments.slice(0, -1) });
    return (roots, current) => {
      const value = prefix(roots, current);
      return value === undefined ? undefined : applyPathFunction(last.name, last.arguments, value);
    };
  }
  if (isDefinite(path)) return compileDefinite(root, segments);
  const select = compileMany(segments, 0);
  return (roots, current) => {
    const start = root(roots, current);
    if (start === undefined) return undefined;
    const found: Json[] = [];
    try {
      select(start, roots, found);
    } catch (error) {
      // Not an empty list: nobody knows what matches.
      if (error instanceof MatchTooLong) return undefined;
      throw error;
    }
    return found;
  };
}

export function compileRoot(path: JsonPath): SelectPath {
  const { root } = path;
  switch (root.type) {
    case 'Input':
      return (roots) => roots.input;
    case 'Context':
      return (roots) => roots.context;
    case 'Variable':
      return (roots) => memberOf(roots.variables, root.name);
    case 'Current':
      return (_roots, current) => current;
  }
}

function compileDefinite(root: SelectPath, segments: readonly JsonPathSegment[]): SelectPath {
  const names = segments.map((segment) => (segment.type === 'Member' ? segment.name : undefined));
  if (names.every((name) => name !== undefined)) return compileMembers(root, names);
  const steps = segments.map((segment) => compileOne(segment as JsonPathSelector));
  return (roots, current) => {
    let node = root(roots, current);
    for (const step of steps) {
      node = step(node, roots);
      if (node === undefined) return undefined;
    }
    return node;
  };
}

function compileMembers(root: SelectPath, names: readonly string[]): SelectPath {
  return (roots, current) => {
    let node = root(roots, current);
    for (const name of names) {
      node = memberOf(node, name);
      if (node === undefined) return undefined;
    }
    return node;
  };
}

function compileOne(selector: JsonPathSelector): SelectOne {
  switch (selector.type) {
    case 'Member':
      return (node) => memberOf(node, selector.name);
    case 'Index':
      return (node) => (isJsonArray(node) ? node.at(selector.index) : undefined);
    case 'Members':
      return (node) => (isJsonObject(node) ? pick(node, selector.names) : undefined);
    default:
      return () => undefined;
  }
}

/** Several names at the end of a path select one object that has those of them that exist. */
function pick(node: JsonObject, names: readonly string[]): Json {
  const picked: Record<string, Json> = {};
  for (const name of names) if (Object.hasOwn(node, name)) setMember(picked, name, node[name]!);
  return picked;
}

function compileMany(segments: readonly JsonPathSegment[], at: number): SelectMany {
  const segment = segments[at];
  if (segment === undefined) return (node, _roots, found) => void found.push(node);
  const next = compileMany(segments, at + 1);
  const isLast = at === segments.length - 1;
  if (segment.type === 'Descendants') {
    const select = compileSelector(segment.selector, next, isLast);
    return (node, roots, found) => visitDescendants(node, (below) => select(below, roots, found));
  }
  if (segment.type === 'Function') return () => undefined;
  return compileSelector(segment, next, isLast);
}

/** Jayway visits a node before what is below it. Filters look at a node itself there, so each is met once. */
function visitDescendants(node: Json, visit: (node: Json) => void): void {
  const pending: Json[] = [node];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    visit(below);
    if (!isJsonArray(below) && !isJsonObject(below)) continue;
    const children: readonly Json[] = isJsonArray(below) ? below : Object.values(below);
    for (let child = children.length - 1; child >= 0; child--) pending.push(children[child]!);
  }
}

function compileSelector(selector: JsonPathSelector, next: SelectMany, isLast: boolean): SelectMany {
  switch (selector.type) {
    case 'Member':
    case 'Index':
      return compileSingle(compileOne(selector), next);
    case 'Members':
      if (isLast) return compileSingle(compileOne(selector), next);
      return (node, roots, found) => {
        for (const name of selector.names) {
          const member = memberOf(node, name);
          if (member !== undefined) next(member, roots, found);
        }
      };
    case 'Indices':
      return (node, roots, found) => {
        if (!isJsonArray(node)) return;
        for (const index of selector.indices) {
          const item = node.at(index);
          if (item !== undefined) next(item, roots, found);
        }
      };
    case 'Slice':
      return (node, roots, found) => {
        if (!isJsonArray(node)) return;
        for (const item of sliceOf(node, selector.start, selector.end)) next(item, roots, found);
      };
    case 'Wildcard':
      return (node, roots, found) => {
        if (!isJsonArray(node) && !isJsonObject(node)) return;
        for (const child of isJsonArray(node) ? node : Object.values(node)) next(child, roots, found);
      };
    case 'Filter':
      return compileFilterSelector(selector, next);
  }
}

function compileSingle(select: SelectOne, next: SelectMany): SelectMany {
  return (node, roots, found) => {
    const value = select(node, roots);
    if (value !== undefined) next(value, roots, found);
  };
}

/** On a list a filter tests the items; on an object, the object itself. */
function compileFilterSelector(selector: Extract<JsonPathSelector, { type: 'Filter' }>, next: SelectMany): SelectMany {
  const accepts = compileFilter(selector.filter, compileJsonPath);
  return (node, roots, found) => {
    if (isJsonArray(node)) {
      for (const item of node) if (accepts(item, roots)) next(item, roots, found);
    } else if (isJsonObject(node) && accepts(node, roots)) next(node, roots, found);
  };
}

/** Jayway's slices: both ends given means the indices from one up to the other, each of which may count from the end. */
function sliceOf(items: readonly Json[], start: number | undefined, end: number | undefined): readonly Json[] {
  if (start === undefined || end === undefined || start < 0 === end < 0) return items.slice(start, end);
  const selected: Json[] = [];
  for (let index = Math.max(start, -items.length); index < Math.min(end, items.length); index++) {
    const item = items.at(index);
    if (item !== undefined) selected.push(item);
  }
  return selected;
}
