/**
 * Arguments of a task as a service's input: member names of the wire, values of the types that the service model says.
 * Step Functions writes every member with a capital first letter (`StateMachineArn`), whatever the wire does (`stateMachineArn`).
 */

import { stringifyJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';
import type { Member, Shape } from '../gateway/service-model.ts';
import { sdkName } from './sdk-names.ts';

export type SdkInput =
  | { readonly ok: true; readonly params: Readonly<Record<string, unknown>> }
  /** What is wrong with the arguments, in AWS's words. */
  | { readonly ok: false; readonly problems: readonly string[] };

export function sdkInput(shape: Shape | undefined, value: Json): SdkInput {
  const problems: string[] = [];
  const params = shape ? toWire(value, { name: '', shape, problems }) : undefined;
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, params: (params ?? {}) as Readonly<Record<string, unknown>> };
}

/** A member by the name that a definition uses. */
export function findMember(shape: Shape, name: string): Member | undefined {
  return (
    shape.memberByName.get(name) ??
    shape.memberByName.get(name.charAt(0).toLowerCase() + name.slice(1)) ??
    shape.members.find((member) => member.name.toLowerCase() === name.toLowerCase()) ??
    shape.members.find((member) => sdkName(member.name) === name)
  );
}

/** A place in the arguments: the nearest field's name, and the shape that is wanted there. */
interface Place {
  readonly name: string;
  readonly shape: Shape;
  readonly problems: string[];
}

function toWire(value: Json, place: Place): unknown {
  if (value === null) return undefined;
  const { shape } = place;
  if (isExactNumber(value) && shape.type !== 'string' && shape.type !== 'blob') return toWire(Number(value), place);
  switch (shape.type) {
    case 'structure':
      return isObject(value) ? structure(value, place) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => toWire(item, within(place, shape.element as Member))) : value;
    case 'map':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, toWire(item, within(place, shape.value as Member))]),
          )
        : value;
    case 'string':
      return text(value, place);
    case 'blob':
      return Buffer.from(typeof value === 'string' && !shape.streaming ? value : stringifyJson(value));
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

const within = ({ name, problems }: Place, { shape }: Member): Place => ({ name, shape, problems });

/** Objects and lists are sent as their JSON; a number or a truth value is a mistake. */
function text(value: Json, { name, problems }: Place): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && !isExactNumber(value)) return stringifyJson(value);
  problems.push(`The value for the field '${name}' must be a STRING`);
  return undefined;
}

function structure(value: { readonly [name: string]: Json }, { shape, problems }: Place): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = findMember(shape, name);
    if (!member) {
      problems.push(`The field "${name}" is not supported by Step Functions`);
      continue;
    }
    const streams = member.streaming && member.shape.type === 'blob';
    const wire =
      streams && item !== null
        ? Buffer.from(stringifyJson(item))
        : toWire(item, { name, shape: member.shape, problems });
    if (wire !== undefined) result[member.name] = wire;
  }
  return result;
}

function timestamp(value: string | number): unknown {
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? value : date;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}
