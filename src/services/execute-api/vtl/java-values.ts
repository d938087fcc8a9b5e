/**
 * Values as templates see them, and what Java would print of them: mapping templates run on a Java engine, and people rely on its text.
 * Data is JSON's; objects with methods of their own (`$input`, `$util`) are `VtlObject`s.
 */

export interface VtlMembers {
  /** `undefined` if there is no such property. */
  readonly get?: (name: string) => VtlValue | undefined;
  /** `undefined` if there is no such method. */
  readonly call?: (name: string, args: readonly VtlValue[]) => VtlValue | undefined;
  /** Whether there is such a property to set. */
  readonly set?: (name: string, value: VtlValue) => boolean;
  readonly print?: () => string;
}

/** A class, so that no data can pass for one. */
export class VtlObject {
  readonly name: string;
  readonly members: VtlMembers;

  constructor(name: string, members: VtlMembers) {
    this.name = name;
    this.members = members;
  }
}

export type VtlValue = null | boolean | number | string | VtlValue[] | { [name: string]: VtlValue } | VtlObject;

export function isVtlObject(value: VtlValue | undefined): value is VtlObject {
  return value instanceof VtlObject;
}

export function isMap(value: VtlValue | undefined): value is { [name: string]: VtlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof VtlObject);
}

/** `toString()`: `{a=1, b=[x, y]}`. */
export function javaText(value: VtlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isVtlObject(value)) return value.members.print?.() ?? value.name;
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}=${javaText(member)}`)
    .join(', ')}}`;
}

/** What an `#if` takes for true: anything but `false`, nothing, and, as API Gateway's Velocity has it, not an empty text either. */
export function isTrue(value: VtlValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

export function valuesEqual(left: VtlValue | undefined, right: VtlValue | undefined): boolean {
  if (left === undefined || left === null || right === undefined || right === null) {
    return (left ?? null) === (right ?? null);
  }
  if (typeof left === typeof right && typeof left !== 'object') return left === right;
  return javaText(left) === javaText(right);
}
