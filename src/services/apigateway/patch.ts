/** API Gateway's updates: a list of changes at paths, in the manner of JSON Patch. */
import { badRequest } from './rest-api-errors.ts';

export interface PatchOperation {
  readonly op?: string;
  readonly path?: string;
  readonly value?: string;
}

/** What stands at the first part of a path: a scalar, a map of texts, a list of texts, or JSON below which anything may be set. */
export type PatchKind = 'text' | 'boolean' | 'integer' | 'map' | 'booleans' | 'list' | 'tree';

type Mutable = Record<string, unknown>;

/** A changed copy of `record`. @throws {ApiError} for a path or an operation that the resource does not have. */
export function applyPatch<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  kinds: Readonly<Record<string, PatchKind>>,
): T {
  const next = structuredClone(record) as Mutable;
  for (const { op, path = '', value } of operations ?? []) {
    const [name = '', ...rest] = path.split('/').slice(1).map(unescapePart);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind || (op !== 'replace' && op !== 'add' && op !== 'remove')) throw invalidPath(path, kinds);
    change(next, name, rest, kind, op, value);
  }
  return next as T;
}

function change(
  target: Mutable,
  name: string,
  rest: readonly string[],
  kind: PatchKind,
  op: string,
  value: string | undefined,
): void {
  switch (kind) {
    case 'text':
    case 'boolean':
    case 'integer':
      if (op === 'remove') delete target[name];
      else target[name] = scalar(kind, value);
      return;
    case 'list': {
      const list = new Set((target[name] ?? []) as string[]);
      const item = rest[0] ?? value ?? '';
      if (op === 'remove') list.delete(item);
      else list.add(op === 'replace' && value !== undefined ? value : item);
      if (op === 'replace' && rest[0] !== undefined && rest[0] !== value) list.delete(rest[0]);
      target[name] = [...list];
      return;
    }
    default:
      setIn(target, [name, ...rest], op, kind === 'booleans' ? value === 'true' : value);
  }
}

function setIn(target: Mutable, path: readonly string[], op: string, value: unknown): void {
  const [name = '', ...rest] = path;
  if (name === '__proto__') throw badRequest('Invalid patch path specified');
  if (rest.length === 0) {
    if (op === 'remove') delete target[name];
    else target[name] = value;
    return;
  }
  const inner = Object.hasOwn(target, name) ? target[name] : undefined;
  target[name] = typeof inner === 'object' && inner !== null ? inner : {};
  setIn(target[name] as Mutable, rest, op, value);
}

function scalar(kind: 'text' | 'boolean' | 'integer', value: string | undefined): unknown {
  if (kind === 'text') return value ?? '';
  if (kind === 'boolean') return value === 'true';
  const number = Number(value);
  if (!Number.isInteger(number)) throw badRequest(`Invalid integer value '${value ?? ''}'`);
  return number;
}

function unescapePart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function invalidPath(path: string, kinds: Readonly<Record<string, PatchKind>>) {
  return badRequest(`Invalid patch path '${path}' specified. Must be one of: [/${Object.keys(kinds).join(', /')}]`);
}
