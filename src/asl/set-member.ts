import type { Json } from './json.ts';

/** Sets a member of an object under construction; assigning `__proto__` would change its prototype instead. */
export function setMember(target: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else target[name] = value;
}
