/**
 * Filter policies: which messages a subscription wants.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 *
 * F1 Properties are joined by AND, the conditions of one by OR, the branches of `$or` by OR. F2 Attributes of type Binary are as if they were not
 * there. F3 What is in a list of the body is looked at element by element: one must satisfy the whole of the policy below that property.
 */
import type { StoredAttribute } from '../sqs/message-record.ts';
import { type Condition, compileCondition, fail, type Leaf } from './filter-condition.ts';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

export interface FilterableMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
}

export type Filter = (message: FilterableMessage) => boolean;

type Node = (value: unknown) => boolean;

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_BYTES = 262_144;

/** @throws {ApiError} for a policy that AWS refuses. */
export function compileFilter(text: string, scope: FilterScope): Filter {
  if (Buffer.byteLength(text) > MAX_BYTES) throw fail('Filter policy is too large');
  const policy = parse(text);
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) {
    throw fail('Filter policy must be an object');
  }
  const size = { keys: 0, combinations: 1 };
  const matches = compileObject(policy as Record<string, unknown>, scope, size, 1);
  if (size.keys > MAX_KEYS) throw fail('Filter policy can not have more than 5 keys');
  if (size.combinations > MAX_COMBINATIONS) throw fail('Filter policy is too complex');
  if (scope === 'MessageBody') {
    return ({ body }) => {
      const value = tryParse(body);
      return typeof value === 'object' && value !== null && !Array.isArray(value) && matches(value);
    };
  }
  // With no attributes at all, not even a property that must be absent satisfies AWS.
  const isEmpty = Object.keys(policy).length === 0;
  return ({ attributes }) => isEmpty || (Object.keys(attributes).length > 0 && matches(valuesOf(attributes)));
}

interface Size {
  keys: number;
  combinations: number;
}

/** `level` counts from 1: how deep the properties stand. */
function compileObject(policy: Record<string, unknown>, scope: FilterScope, size: Size, level: number): Node {
  const parts = Object.entries(policy).map(([key, value]): Node => {
    if (key === '$or' && isOr(value)) {
      const branches = value.map((branch) => compileObject(branch, scope, size, level));
      return (node) => branches.some((branch) => branch(node));
    }
    const matches = compileProperty(key, value, scope, size, level);
    return (node) => matches(property(node, key));
  });
  return (node) => parts.every((part) => part(node));
}

function compileProperty(key: string, value: unknown, scope: FilterScope, size: Size, level: number): Node {
  if (Array.isArray(value)) {
    if (value.length === 0) throw fail('Empty arrays are not allowed');
    size.keys++;
    // The deeper a property stands, the more it weighs.
    size.combinations *= value.length * level;
    const conditions = value.map(compileCondition);
    return (node) => satisfies(conditions, node);
  }
  if (typeof value !== 'object' || value === null) throw fail(`"${key}" must be an object or an array`);
  if (scope === 'MessageAttributes')
    throw fail('Filter policy scope MessageAttributes does not support nested filter policy');
  if (Object.keys(value).length === 0) throw fail('Empty objects are not allowed');
  const matches = compileObject(value as Record<string, unknown>, scope, size, level + 1);
  return (node) => (Array.isArray(node) ? node.flat(Number.POSITIVE_INFINITY).some(matches) : matches(node));
}

/** Two branches or more, none of them empty; anything else named so is a property. */
function isOr(value: unknown): value is Record<string, unknown>[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((branch) => typeof branch === 'object' && branch !== null && !Array.isArray(branch)) &&
    value.every((branch) => Object.keys(branch).length > 0 && !Object.keys(branch).every((key) => RESERVED.has(key)))
  );
}

/** An object of these alone is a condition, not a branch. */
const RESERVED = new Set([
  'exists',
  'prefix',
  'suffix',
  'numeric',
  'anything-but',
  'cidr',
  'wildcard',
  'equals-ignore-case',
]);

function satisfies(conditions: readonly Condition[], node: unknown): boolean {
  const values = leaves(node);
  return conditions.some((condition) => condition(values));
}

function leaves(node: unknown): readonly Leaf[] | undefined {
  if (node === undefined) return undefined;
  const found = (Array.isArray(node) ? node.flat(Number.POSITIVE_INFINITY) : [node]).filter(
    (value) => value === null || typeof value !== 'object',
  );
  return found.length === 0 ? undefined : (found as Leaf[]);
}

function property(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
  return (node as Record<string, unknown>)[key];
}

/** Attributes as a policy sees them: numbers as numbers, lists as lists. */
function valuesOf(attributes: FilterableMessage['attributes']): Record<string, unknown> {
  const entries = Object.entries(attributes).flatMap(([name, { type, text }]): [string, unknown][] => {
    if (text === undefined) return [];
    if (type === 'String.Array') {
      const list = tryParse(text);
      return Array.isArray(list) ? [[name, list]] : [[name, text]];
    }
    return [[name, type.startsWith('Number') ? Number(text) : text]];
  });
  return Object.fromEntries(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail('failed to parse JSON.');
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
