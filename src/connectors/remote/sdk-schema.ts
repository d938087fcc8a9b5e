/**
 * Reads the schemas that the official SDK clients carry, so that a service without a table here is spoken to as one with a table.
 *
 * A schema is a number or a list `[kind, namespace, name, traits, …]`, or a function that yields one: see `@smithy/types`. Documents have no
 * shape of their own: as booleans they pass in both directions as they are.
 */
import type { Member, OperationModel, Shape, ShapeType } from '../../gateway/service-model.ts';

const SIMPLE = 0;
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const OPERATION = 9;
const ERROR = -3;

const LIST_OF = 64;
const MAP_OF = 128;
const STREAMING_BLOB = 42;

const SCALARS: Readonly<Record<number, ShapeType>> = {
  0: 'string',
  1: 'double',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'boolean',
  17: 'long',
  19: 'double',
  21: 'blob',
  42: 'blob',
};

/** The operation of a schema, or `undefined` if it is no operation's. */
export function operationOf(schema: unknown): OperationModel | undefined {
  if (!Array.isArray(schema) || schema[0] !== OPERATION) return undefined;
  const [, , name, , input, output] = schema as readonly unknown[];
  return {
    name: String(name),
    input: shapeOf(input),
    output: shapeOf(output),
    method: 'POST',
    uri: '/',
    status: 200,
    errors: [],
    deprecated: false,
    unauthenticated: false,
  };
}

/** The exception of a schema, or `undefined` if it is none. */
export function exceptionOf(schema: unknown): Shape | undefined {
  return Array.isArray(schema) && schema[0] === ERROR ? { ...shapeOf(schema), exception: true } : undefined;
}

const known = new WeakMap<readonly unknown[], Shape>();

function shapeOf(reference: unknown): Shape {
  const schema = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  if (typeof schema === 'number') return scalar(schema, '');
  if (!Array.isArray(schema)) return blank('', 'boolean');
  // A use of a schema with traits of its own: `[schema, traits]`.
  if (typeof schema[0] !== 'number') return shapeOf(schema[0]);
  const found = known.get(schema);
  if (found) return found;
  const [kind, , name] = schema as unknown as readonly [number, string, string];
  switch (kind) {
    case SIMPLE:
      return scalar(Number(schema[4]), name);
    case LIST:
      return remember(schema, blank(name, 'list'), (shape) => ({ ...shape, ...lazily('element', schema[4]) }));
    case MAP:
      return remember(schema, blank(name, 'map'), (shape) => ({ ...shape, key: TEXT, ...lazily('value', schema[5]) }));
    case STRUCTURE:
    case UNION:
    case ERROR:
      return structure(schema, name);
    default:
      return blank(name, 'boolean');
  }
}

function scalar(code: number, name: string): Shape {
  if (code >= MAP_OF) return { ...blank(name, 'map'), key: TEXT, value: member('value', scalar(code - MAP_OF, '')) };
  if (code >= LIST_OF) return { ...blank(name, 'list'), element: member('member', scalar(code - LIST_OF, '')) };
  return { ...blank(name, SCALARS[code] ?? 'boolean'), streaming: code === STREAMING_BLOB };
}

/** Shapes may hold themselves: members are looked up when somebody asks for them. */
function structure(schema: readonly unknown[], name: string): Shape {
  const names = schema[4] as readonly string[];
  const schemas = schema[5] as readonly unknown[];
  let members: readonly Member[] | undefined;
  const all = (): readonly Member[] => {
    members ??= names.map((one, index) => member(one, shapeOf(schemas[index])));
    return members;
  };
  const shape = {
    ...blank(name, 'structure'),
    get members() {
      return all();
    },
    get memberByName() {
      return new Map(all().map((one) => [one.name, one]));
    },
  };
  known.set(schema, shape);
  return shape;
}

function remember(schema: readonly unknown[], shape: Shape, complete: (shape: Shape) => Shape): Shape {
  const made = complete(shape);
  known.set(schema, made);
  return made;
}

function lazily<Name extends 'element' | 'value'>(name: Name, schema: unknown): { readonly [name in Name]: Member } {
  const made = blankMember(name);
  Object.defineProperty(made, 'shape', { enumerable: true, get: () => shapeOf(schema) });
  return { [name]: made } as { readonly [name in Name]: Member };
}

function member(name: string, shape: Shape): Member {
  return { ...blankMember(name), shape, streaming: shape.streaming };
}

function blankMember(name: string): Member {
  return {
    name,
    shape: blank('', 'boolean'),
    location: 'body',
    flattened: false,
    xmlAttribute: false,
    streaming: false,
    idempotencyToken: false,
    eventPayload: false,
    eventHeader: false,
  };
}

function blank(name: string, type: ShapeType): Shape {
  return {
    name,
    type,
    members: [],
    memberByName: new Map(),
    required: new Set(),
    sensitive: false,
    flattened: false,
    streaming: false,
    eventStream: false,
    union: false,
    exception: false,
    fault: false,
  };
}

const TEXT: Member = member('key', blank('', 'string'));
