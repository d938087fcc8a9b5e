/**
 * Arguments of a task as a service's input: member names of the wire, values of the types that the service model says.
 * Step Functions writes every member with a capital first letter (`StateMachineArn`), whatever the wire does (`stateMachineArn`).
 */
import type { Json } from '../asl/json.ts';
import type { Member, Shape } from '../gateway/service-model.ts';

export type SdkInput =
  | { readonly ok: true; readonly params: Readonly<Record<string, unknown>> }
  /** Fields that the operation does not have. */
  | { readonly ok: false; readonly unknown: readonly string[] };

export function sdkInput(shape: Shape | undefined, value: Json): SdkInput {
  const unknown: string[] = [];
  const params = shape ? (toWire(value, shape, unknown) as Readonly<Record<string, unknown>> | undefined) : undefined;
  return unknown.length > 0 ? { ok: false, unknown } : { ok: true, params: params ?? {} };
}

/** A member by the name that a definition uses. */
export function findMember(shape: Shape, name: string): Member | undefined {
  return (
    shape.memberByName.get(name) ??
    shape.memberByName.get(name.charAt(0).toLowerCase() + name.slice(1)) ??
    shape.members.find((member) => member.name.toLowerCase() === name.toLowerCase())
  );
}

function toWire(value: Json, shape: Shape, unknown: string[]): unknown {
  if (value === null) return undefined;
  switch (shape.type) {
    case 'structure':
      return isObject(value) ? structure(value, shape, unknown) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => toWire(item, (shape.element as Member).shape, unknown)) : value;
    case 'map':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, toWire(item, (shape.value as Member).shape, unknown)]),
          )
        : value;
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'blob':
      return Buffer.from(typeof value === 'string' && !shape.streaming ? value : JSON.stringify(value));
    case 'timestamp':
      return typeof value === 'string' || typeof value === 'number' ? timestamp(value) : value;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
  }
}

function structure(value: { readonly [name: string]: Json }, shape: Shape, unknown: string[]): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = findMember(shape, name);
    if (!member) {
      unknown.push(name);
      continue;
    }
    const streams = member.streaming && member.shape.type === 'blob';
    const wire = streams && item !== null ? Buffer.from(JSON.stringify(item)) : toWire(item, member.shape, unknown);
    if (wire !== undefined) result[member.name] = wire;
  }
  return result;
}

function timestamp(value: string | number): unknown {
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? value : date;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
