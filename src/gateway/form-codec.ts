/**
 * The Query protocol's requests: `Tags.member.1.Key=a&Tags.member.1.Value=b` to what operations see.
 *
 * F1 Parameters that the model does not know are ignored. F2 Indices say the order only: gaps are closed, as AWS does.
 */
import { setOwn } from './json-codec.ts';
import type { Member, Shape } from './service-model.ts';
import { decodeText, flattenedName } from './xml-codec.ts';

/** A parameter name cut at its dots. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

const MAX_DEPTH = 64;
const MAX_PARAMETERS = 100_000;

export class FormError extends Error {}

/** Later values of the same name win. @throws {FormError} */
export function readForm(text: string): FormNode {
  const root: FormNode = { children: new Map() };
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > MAX_PARAMETERS) throw new FormError('Too many parameters');
    insert(root, name.split('.'), value);
  }
  return root;
}

function insert(root: FormNode, path: readonly string[], value: string): void {
  if (path.length > MAX_DEPTH) throw new FormError('Parameters are nested too deeply');
  let node = root;
  for (const part of path) {
    let next = node.children.get(part);
    if (!next) {
      next = { children: new Map() };
      node.children.set(part, next);
    }
    node = next;
  }
  node.value = value;
}

export function decodeForm(shape: Shape, node: FormNode): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const value = decodeMember(member, node);
    if (value !== undefined) result[member.name] = value;
  }
  return result;
}

function decodeMember(member: Member, node: FormNode): unknown {
  const { shape } = member;
  const name = member.locationName ?? member.name;
  if (member.flattened && shape.type === 'list') {
    return firstDefined([flattenedName(member), member.name], (key) => {
      const found = node.children.get(key);
      return found && decodeItems(shape, found);
    });
  }
  const found = node.children.get(name) ?? node.children.get(member.name);
  if (!found) return undefined;
  if (member.flattened && shape.type === 'map') return decodeEntries(shape, found);
  return decodeNode(shape, found);
}

function firstDefined<T>(keys: readonly string[], find: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const value = find(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function decodeNode(shape: Shape, node: FormNode): unknown {
  switch (shape.type) {
    case 'structure':
      return decodeForm(shape, node);
    case 'list': {
      // `Name=` alone is how clients send an empty list.
      const inner = node.children.get(shape.element?.locationName ?? 'member') ?? node.children.get('member');
      return inner ? decodeItems(shape, inner) : [];
    }
    case 'map':
      return decodeEntries(shape, node.children.get('entry') ?? { children: new Map() });
    default:
      return node.value === undefined ? undefined : decodeText(shape, node.value);
  }
}

function indexed(node: FormNode): readonly FormNode[] {
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function decodeItems(shape: Shape, node: FormNode): unknown[] {
  const { shape: inner } = shape.element as Member;
  return indexed(node)
    .map((item) => decodeNode(inner, item))
    .filter((item) => item !== undefined);
}

function decodeEntries(shape: Shape, node: FormNode): Record<string, unknown> {
  const [key, value] = [shape.key as Member, shape.value as Member];
  const result: Record<string, unknown> = {};
  for (const entry of indexed(node)) {
    const name = (entry.children.get(key.locationName ?? 'key') ?? entry.children.get('key'))?.value;
    const item = entry.children.get(value.locationName ?? 'value') ?? entry.children.get('value');
    if (name === undefined || !item) throw new FormError('Expected an entry with a key and a value');
    setOwn(result, name, decodeNode(value.shape, item));
  }
  return result;
}
