/**
 * Checks a decoded input against the constraints of its model before an operation sees it, in the words of AWS's front end:
 * `1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000`.
 *
 * V1 Errors come in the order of the model's members. V2 The value of a sensitive member is not repeated. V3 Elements of
 * lists and maps of scalars are reported once, for the whole list. V4 A checker is made once per shape; a valid input allocates nothing.
 */
import { compilePattern } from './compile-pattern.ts';
import { describeValue } from './describe-value.ts';
import { enumInAwsOrder } from './enum-order.ts';
import type { Member, OperationModel, ServiceModel, Shape } from './service-model.ts';
import { validationFault } from './validation-fault.ts';

/** One constraint that a value does not satisfy; `path` is empty for the value itself. */
interface Violation {
  readonly path: string;
  readonly value: unknown;
  readonly shape: Shape;
  readonly constraint: string;
}

type Checker = (value: unknown, path: string, found: Violation[]) => void;

/** AWS counts no further. */
const MAX_REPORTED = 10;

const checkers = new WeakMap<Shape, Checker>();

/** Says which constraints do not apply: limits that exist only because of AWS can be lifted. */
export type LimitPolicy = (model: ServiceModel, operation: OperationModel, memberName: string) => boolean;

/**
 * @param isLifted whether the upper limit of a top-level member is lifted
 * @throws `ApiError` with the exception that the service uses for this
 */
export function validateInput(
  model: ServiceModel,
  operation: OperationModel,
  input: unknown,
  isLifted?: LimitPolicy,
): void {
  if (!operation.input) return;
  let found: Violation[] = [];
  checkerOf(operation.input)(input, '', found);
  if (found.length === 0) return;
  // S3 has its own words for wrong values; its operations know them.
  if (model.name === 's3') found = found.filter(({ value }) => value === undefined);
  // SQS names an attribute that it does not know.
  if (model.name === 'sqs') found = found.filter(({ constraint }) => !constraint.includes('enum value set'));
  if (isLifted) {
    found = found.filter(
      ({ path, constraint }) => !(constraint.includes('less than') && isLifted(model, operation, path)),
    );
  }
  if (found.length === 0) return;
  const first = found[0] as Violation;
  throw validationFault(model, {
    sentences: found.slice(0, MAX_REPORTED).map(toSentence),
    path: first.path,
    isPayload: operation.input.payload !== undefined && lowerFirst(operation.input.payload) === first.path,
    isMissing: first.value === undefined,
  });
}

function toSentence({ path, value, shape, constraint }: Violation): string {
  const subject =
    value === undefined ? 'Value null' : shape.sensitive ? 'Value' : `Value '${describeValue(value, shape)}'`;
  return `${subject} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function checkerOf(shape: Shape): Checker {
  const known = checkers.get(shape);
  if (known) return known;
  let build: Checker = () => {};
  checkers.set(shape, (value, path, found) => build(value, path, found));
  build = makeChecker(shape);
  checkers.set(shape, build);
  return build;
}

function makeChecker(shape: Shape): Checker {
  switch (shape.type) {
    case 'structure':
      return structureChecker(shape);
    case 'list':
      return listChecker(shape);
    case 'map':
      return mapChecker(shape);
    default: {
      const constraints = scalarConstraints(shape);
      return (value, path, found) => {
        for (const { holds, text } of constraints)
          if (!holds(value)) found.push({ path, value, shape, constraint: text });
      };
    }
  }
}

/** `MaxResults` is reported as `maxResults`. */
const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function structureChecker(shape: Shape): Checker {
  const members = shape.members
    .filter((member) => shape.required.has(member.name) || isConstrained(member.shape, new Set()))
    .map((member) => ({
      name: member.name,
      label: lowerFirst(member.name),
      shape: member.shape,
      isRequired: shape.required.has(member.name),
      check: member.streaming || member.shape.eventStream ? undefined : checkerOf(member.shape),
    }));
  return (value, path, found) => {
    const source = value as Record<string, unknown>;
    for (const member of members) {
      const item = source[member.name];
      if (item === undefined || item === null) {
        if (member.isRequired) {
          found.push({
            path: join(path, member.label),
            value: undefined,
            shape: member.shape,
            constraint: 'Member must not be null',
          });
        }
      } else {
        member.check?.(item, join(path, member.label), found);
      }
    }
  };
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function listChecker(shape: Shape): Checker {
  const element = (shape.element as Member).shape;
  const own = lengthConstraints(shape, (value) => (value as unknown[]).length);
  const inner = isScalar(element) ? scalarConstraints(element) : undefined;
  const check = inner ? undefined : isConstrained(element, new Set()) ? checkerOf(element) : undefined;
  return (value, path, found) => {
    const items = value as readonly unknown[];
    for (const { holds, text } of own) if (!holds(items)) found.push({ path, value, shape, constraint: text });
    if (inner && items.some((item) => inner.some(({ holds }) => !holds(item)))) {
      found.push({ path, value, shape, constraint: `Member must satisfy constraint: [${listOf(inner)}]` });
    }
    if (check) for (let i = 0; i < items.length; i++) check(items[i], `${path}.${i + 1}.member`, found);
  };
}

function mapChecker(shape: Shape): Checker {
  const valueShape = (shape.value as Member).shape;
  const own = lengthConstraints(shape, (value) => Object.keys(value as object).length);
  const keys = scalarConstraints((shape.key as Member).shape);
  const values = isScalar(valueShape) ? scalarConstraints(valueShape) : undefined;
  const check = values ? undefined : isConstrained(valueShape, new Set()) ? checkerOf(valueShape) : undefined;
  return (value, path, found) => {
    const entries = Object.entries(value as object);
    for (const { holds, text } of own) if (!holds(value)) found.push({ path, value, shape, constraint: text });
    if (entries.some(([key]) => keys.some(({ holds }) => !holds(key)))) {
      found.push({ path, value, shape, constraint: `Map keys must satisfy constraint: [${listOf(keys)}]` });
    }
    if (values && entries.some(([, item]) => values.some(({ holds }) => !holds(item)))) {
      found.push({ path, value, shape, constraint: `Map value must satisfy constraint: [${listOf(values)}]` });
    }
    if (check) for (const [key, item] of entries) check(item, `${path}.${key}.member`, found);
  };
}

interface Constraint {
  readonly holds: (value: unknown) => boolean;
  readonly text: string;
}

/** Inside a list AWS names the upper bound first, then the pattern, and that nothing may be null. */
function listOf(constraints: readonly Constraint[]): string {
  const rank = ({ text }: Constraint) => (text.includes('less than') ? 0 : text.includes('greater than') ? 1 : 2);
  const texts = [...constraints].sort((a, b) => rank(a) - rank(b)).map(({ text }) => text);
  return [...texts, 'Member must not be null'].join(', ');
}

const isScalar = (shape: Shape) => shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map';

/** Whether anything below a shape can be wrong; what cannot is not walked. */
function isConstrained(shape: Shape, seen: Set<Shape>): boolean {
  if (seen.has(shape)) return false;
  seen.add(shape);
  if (isScalar(shape)) return scalarConstraints(shape).length > 0;
  if (shape.type === 'structure') {
    return shape.required.size > 0 || shape.members.some((member) => isConstrained(member.shape, seen));
  }
  if (shape.min !== undefined || shape.max !== undefined) return true;
  return [shape.element, shape.key, shape.value].some((member) => member && isConstrained(member.shape, seen));
}

function scalarConstraints(shape: Shape): readonly Constraint[] {
  switch (shape.type) {
    case 'string':
      return stringConstraints(shape);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return boundConstraints(shape, 'value', (value) => value as number);
    case 'blob':
      return shape.streaming ? [] : lengthConstraints(shape, (value) => (value as Uint8Array).length);
    default:
      return [];
  }
}

function stringConstraints(shape: Shape): readonly Constraint[] {
  const constraints: Constraint[] = [];
  if (shape.enum) {
    const values = new Set(shape.enum);
    const text = `Member must satisfy enum value set: [${enumInAwsOrder(shape.enum).join(', ')}]`;
    constraints.push({ holds: (value) => values.has(value as string), text });
  }
  const pattern = shape.pattern === undefined ? undefined : compilePattern(shape.pattern);
  if (pattern) {
    const text = `Member must satisfy regular expression pattern: ${shape.pattern}`;
    constraints.push({ holds: (value) => pattern.test(value as string), text });
  }
  return [...constraints, ...lengthConstraints(shape, (value) => codePoints(value as string, shape.max))];
}

/** AWS counts code points; only a text that is too long in UTF-16 units needs the slow count. */
function codePoints(text: string, max: number | undefined): number {
  if (max === undefined || text.length <= max) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const lengthConstraints = (shape: Shape, measure: (value: unknown) => number) =>
  boundConstraints(shape, 'length', measure);

function boundConstraints(
  shape: Shape,
  noun: 'length' | 'value',
  measure: (value: unknown) => number,
): readonly Constraint[] {
  const { min, max } = shape;
  const constraints: Constraint[] = [];
  if (max !== undefined) {
    constraints.push({
      holds: (value) => !(measure(value) > max),
      text: `Member must have ${noun} less than or equal to ${max}`,
    });
  }
  if (min !== undefined) {
    constraints.push({
      holds: (value) => !(measure(value) < min),
      text: `Member must have ${noun} greater than or equal to ${min}`,
    });
  }
  return constraints;
}
