/** Random inputs of API operations: near enough to right ones to get past the first check, wrong enough to meet every other. */
import fc from 'fast-check';
import { arbitraryMutation } from '../../src/asl/arbitrary-mutation.ts';
import { arbitraryDefinition } from '../../src/asl/arbitrary-state-machine.ts';
import { loadServiceModel, type OperationModel, type Shape } from '../../src/gateway/service-model.ts';

export interface ArbitraryCall {
  readonly operation: string;
  readonly body: string;
}

/** Values that exist on the server, by the name of the member that takes them. */
export type Pool = Readonly<Record<string, readonly string[]>>;

export function arbitraryCall(service: string, pool: Pool): fc.Arbitrary<ArbitraryCall> {
  const operations = [...loadServiceModel(service).operations.values()];
  return fc
    .constantFrom(...operations)
    .chain((operation) => bodyOf(operation, pool).map((body) => ({ operation: operation.name, body })));
}

const junkText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '{',
    'null',
    '"\\ud800"',
    'arn:aws:states',
    '$',
    '{% %}',
    '\u0000',
    '__proto__',
    '-1',
    '1e999',
  ),
  fc.integer({ min: 0, max: 3_000 }).map((length) => 'x'.repeat(length)),
);

function bodyOf(operation: OperationModel, pool: Pool): fc.Arbitrary<string> {
  const right = operation.input ? someValue(operation.input, 'input', pool, 0) : fc.constant({});
  return fc.oneof(
    { weight: 18, arbitrary: right.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
    { weight: 1, arbitrary: junkText },
  );
}

function someValue(shape: Shape, name: string, pool: Pool, depth: number): fc.Arbitrary<unknown> {
  const wrong = fc.jsonValue({ maxDepth: 2 });
  return fc.oneof({ weight: 24, arbitrary: rightValue(shape, name, pool, depth) }, { weight: 1, arbitrary: wrong });
}

function rightValue(shape: Shape, name: string, pool: Pool, depth: number): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'structure':
      return structureOf(shape, pool, depth);
    case 'list':
      return fc.array(shape.element ? someValue(shape.element.shape, name, pool, depth + 1) : fc.constant(null), {
        maxLength: 3,
      });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), { maxKeys: 3 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'timestamp':
      return fc.oneof(fc.constantFrom(0, 1, 100, 1_000, 1_001, -1, 2 ** 31, 2 ** 53), fc.double());
    case 'string':
    case 'blob':
      return textOf(shape, name, pool);
  }
}

function structureOf(shape: Shape, pool: Pool, depth: number): fc.Arbitrary<unknown> {
  if (depth > 4) return fc.constant({});
  const members = Object.fromEntries(
    shape.members.map((member) => [member.name, someValue(member.shape, member.name, pool, depth + 1)]),
  );
  return fc.record(members, { requiredKeys: [] }).chain((value) =>
    // Required members are there most of the time: a request without them gets no further than the first check.
    fc.integer({ min: 0, max: 9 }).chain((luck) => {
      const missing = [...shape.required].filter((required) => !(required in value));
      if (luck === 0 || missing.length === 0) return fc.constant(value);
      return fc
        .record(Object.fromEntries(missing.map((required) => [required, members[required]!])))
        .map((more) => ({ ...value, ...more }));
    }),
  );
}

function textOf(shape: Shape, name: string, pool: Pool): fc.Arbitrary<string> {
  const known = Object.hasOwn(pool, name) ? pool[name]! : [];
  if (known.length > 0) {
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: junkText });
  }
  if (shape.enum) {
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...shape.enum) }, { weight: 1, arbitrary: junkText });
  }
  switch (name) {
    case 'definition':
      return fc.oneof(
        arbitraryDefinition({ mostWaitSeconds: 0 }).map((definition) => JSON.stringify(definition)),
        arbitraryMutation({ mostWaitSeconds: 0 }).map((definition) => JSON.stringify(definition)),
        junkText,
      );
    case 'input':
    case 'output':
    case 'context':
    case 'variables':
      return fc.oneof(fc.json({ maxDepth: 3 }), junkText);
    default:
      return junkText;
  }
}
