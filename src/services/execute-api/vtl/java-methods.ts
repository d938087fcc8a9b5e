/** The methods of Java's strings, lists and maps that templates call. One that is not here is an error that names it. */
import { isMap, javaText, VtlObject, type VtlValue, valuesEqual } from './java-values.ts';
import { TemplateError } from './template-error.ts';

type Method<T> = (self: T, ...args: VtlValue[]) => VtlValue;
type VtlMap = { [name: string]: VtlValue };

const text = (value: VtlValue | undefined): string => javaText(value ?? null);
const whole = (value: VtlValue | undefined): number => Math.trunc(Number(value ?? 0));

/** Java's expressions are near enough to JavaScript's; a broken one is the template's fault. */
function expression(source: VtlValue | undefined, flags: string): RegExp {
  try {
    return new RegExp(text(source), flags);
  } catch (error) {
    throw new TemplateError(`The mapping template has a bad regular expression: ${(error as Error).message}`);
  }
}

const STRING: Readonly<Record<string, Method<string>>> = {
  length: (self) => self.length,
  isEmpty: (self) => self === '',
  isBlank: (self) => self.trim() === '',
  trim: (self) => self.trim(),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  toString: (self: string) => self,
  concat: (self, other) => self + text(other),
  contains: (self, part) => self.includes(text(part)),
  startsWith: (self, part) => self.startsWith(text(part)),
  endsWith: (self, part) => self.endsWith(text(part)),
  indexOf: (self, part) => self.indexOf(text(part)),
  lastIndexOf: (self, part) => self.lastIndexOf(text(part)),
  substring: (self, from, to) => {
    const [start, end] = [whole(from), to === undefined ? self.length : whole(to)];
    if (start < 0 || end > self.length || start > end) {
      throw new TemplateError(`substring(${start}, ${end}) is outside of a text of ${self.length}`);
    }
    return self.slice(start, end);
  },
  charAt: (self, at) => self.charAt(whole(at)),
  replace: (self, from, to) => self.replaceAll(text(from), () => text(to)),
  replaceAll: (self, from, to) => self.replace(expression(from, 'g'), text(to)),
  replaceFirst: (self, from, to) => self.replace(expression(from, ''), text(to)),
  matches: (self, source) => expression(`^(?:${text(source)})$`, '').test(self),
  split: (self, separator) => {
    const parts = self.split(expression(separator, ''));
    // Java drops the empty ends.
    while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    return parts;
  },
  equals: (self, other) => self === other,
  equalsIgnoreCase: (self, other) => self.toLowerCase() === text(other).toLowerCase(),
  compareTo: (self, other) => (self < text(other) ? -1 : self > text(other) ? 1 : 0),
};

const LIST: Readonly<Record<string, Method<VtlValue[]>>> = {
  size: (self) => self.length,
  isEmpty: (self) => self.length === 0,
  get: (self, at) => self[whole(at)] ?? null,
  contains: (self, item) => self.some((one) => valuesEqual(one, item)),
  indexOf: (self, item) => self.findIndex((one) => valuesEqual(one, item)),
  add: (self, item) => {
    self.push(item ?? null);
    return true;
  },
  addAll: (self, items) => {
    if (Array.isArray(items)) self.push(...items);
    return Array.isArray(items);
  },
  set: (self, at, item) => {
    const old = self[whole(at)] ?? null;
    self[whole(at)] = item ?? null;
    return old;
  },
  remove: (self, at) => self.splice(whole(at), 1)[0] ?? null,
  subList: (self, from, to) => self.slice(whole(from), whole(to)),
  toString: (self: VtlValue[]) => javaText(self),
};

const MAP: Readonly<Record<string, Method<VtlMap>>> = {
  size: (self) => Object.keys(self).length,
  isEmpty: (self) => Object.keys(self).length === 0,
  get: (self, name) => (Object.hasOwn(self, text(name)) ? (self[text(name)] as VtlValue) : null),
  getOrDefault: (self, name, other) =>
    Object.hasOwn(self, text(name)) ? (self[text(name)] as VtlValue) : (other ?? null),
  containsKey: (self, name) => Object.hasOwn(self, text(name)),
  containsValue: (self, value) => Object.values(self).some((one) => valuesEqual(one, value)),
  keySet: (self) => Object.keys(self),
  values: (self) => Object.values(self),
  entrySet: (self) =>
    Object.entries(self).map(
      ([key, value]) =>
        new VtlObject('entry', {
          get: (name) => (name === 'key' ? key : name === 'value' ? value : undefined),
          call: (name) => (name === 'getKey' ? key : name === 'getValue' ? value : undefined),
          print: () => `${key}=${javaText(value)}`,
        }),
    ),
  put: (self, name, value) => {
    const old = Object.hasOwn(self, text(name)) ? (self[text(name)] as VtlValue) : null;
    Object.defineProperty(self, text(name), {
      value: value ?? null,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    return old;
  },
  putAll: (self, other) => {
    for (const [name, value] of Object.entries(isMap(other) ? other : {})) MAP['put']!(self, name, value);
    return null;
  },
  remove: (self, name) => {
    const old = Object.hasOwn(self, text(name)) ? (self[text(name)] as VtlValue) : null;
    delete self[text(name)];
    return old;
  },
  toString: (self: VtlMap) => javaText(self),
};

const SCALAR: Readonly<Record<string, Method<number | boolean>>> = {
  toString: (self: number | boolean) => String(self),
  equals: (self, other) => self === other,
  intValue: (self) => Math.trunc(Number(self)),
};

/** @throws {TemplateError} for a method that is not known. */
export function callMethod(self: VtlValue, name: string, args: readonly VtlValue[]): VtlValue {
  const found =
    typeof self === 'string'
      ? pick(STRING, name)?.(self, ...args)
      : Array.isArray(self)
        ? pick(LIST, name)?.(self, ...args)
        : isMap(self)
          ? pick(MAP, name)?.(self, ...args)
          : pick(SCALAR, name)?.(self as number, ...args);
  if (found === undefined) {
    const kind = Array.isArray(self) ? 'list' : typeof self === 'object' ? 'map' : typeof self;
    throw new TemplateError(`The method ${name}() of a ${kind} is not supported in mapping templates`);
  }
  return found;
}

function pick<T>(methods: Readonly<Record<string, Method<T>>>, name: string): Method<T> | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}
