/**
 * Random valid definitions for property tests; nothing but tests imports it.
 *
 * 1. Every definition is accepted by `parseStateMachine`. 2. Transitions go forward only, so every execution ends.
 * 3. With an input from `arbitraryInput`, Maps find their items. 4. Every state is the target of a transition, and names are unique across the machine.
 */
import fc from 'fast-check';
import type { Json, JsonObject } from './json.ts';

export interface DefinitionOptions {
  /** How deep Parallel and Map may nest. Default 2. */
  readonly maxDepth?: number;
  /** What tasks call. Default the ARN of a function. */
  readonly taskResource?: string;
  /** Whether states may be JSONata. Default true. */
  readonly allowsJsonata?: boolean;
  /** The longest Wait, in seconds. Default 5. */
  readonly mostWaitSeconds?: number;
}

type Settings = Required<DefinitionOptions>;
type Members = Record<string, Json>;

const stateKinds = ['Pass', 'Choice', 'Wait', 'Task', 'Parallel', 'Map'] as const;
type StateKind = (typeof stateKinds)[number];

/** An execution's input in which the paths of the definitions find something, most of the time. */
export function arbitraryInput(): fc.Arbitrary<JsonObject> {
  return fc.record({
    list: fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }),
    value: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.string({ maxLength: 8 }), fc.constant(null)),
  });
}

/** What a graph looks like before its states have names. */
interface GraphShape {
  readonly states: readonly StateShape[];
  readonly ending: 'End' | 'Succeed' | 'Fail';
}

interface StateShape {
  readonly kind: StateKind;
  readonly isJsonata: boolean;
  /** Picks variants of the fields and the targets of jumps. */
  readonly picks: readonly number[];
  readonly inner: readonly GraphShape[];
}

/** A definition as JSON; `JSON.stringify` it for `parseStateMachine`. */
export function arbitraryDefinition(options: DefinitionOptions = {}): fc.Arbitrary<JsonObject> {
  const settings: Settings = {
    maxDepth: 2,
    taskResource: 'arn:aws:lambda:us-east-1:000000000000:function:any',
    allowsJsonata: true,
    mostWaitSeconds: 5,
    ...options,
  };
  const isJsonata = settings.allowsJsonata ? fc.boolean() : fc.constant(false);
  return fc.tuple(isJsonata, graphShape(settings, settings.maxDepth)).map(([machineIsJsonata, shape]) => {
    const naming = { next: 0 };
    const graph = buildGraph(shape, { settings, machineIsJsonata, naming });
    return { ...(machineIsJsonata && { QueryLanguage: 'JSONata' }), ...graph };
  });
}

function graphShape(settings: Settings, depth: number): fc.Arbitrary<GraphShape> {
  return fc.record({
    states: fc.array(stateShape(settings, depth), { minLength: 1, maxLength: 4 }),
    ending: fc.constantFrom('End', 'Succeed', 'Fail' as const),
  }) as fc.Arbitrary<GraphShape>;
}

function stateShape(settings: Settings, depth: number): fc.Arbitrary<StateShape> {
  const leaf = fc.record({
    kind: fc.constantFrom(...stateKinds.slice(0, 4)),
    isJsonata: settings.allowsJsonata ? fc.boolean() : fc.constant(false),
    picks: fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }),
    inner: fc.constant([]),
  });
  if (depth === 0) return leaf as fc.Arbitrary<StateShape>;
  const nest = fc.record({
    kind: fc.constantFrom(...stateKinds.slice(4)),
    isJsonata: settings.allowsJsonata ? fc.boolean() : fc.constant(false),
    picks: fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }),
    inner: fc.array(graphShape(settings, depth - 1), { minLength: 1, maxLength: 3 }),
  });
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: nest }) as fc.Arbitrary<StateShape>;
}

interface Builder {
  readonly settings: Settings;
  readonly machineIsJsonata: boolean;
  readonly naming: { next: number };
}

/** The states stand in a row; each goes to the next one, and a Choice or a catcher may jump further ahead. */
function buildGraph(shape: GraphShape, builder: Builder): JsonObject {
  const names = shape.states.map(() => `S${builder.naming.next++}`);
  const last = `S${builder.naming.next++}`;
  const states: Members = {};
  shape.states.forEach((state, index) => {
    const ahead = [...names.slice(index + 1), last];
    states[names[index]!] = buildState(state, ahead, builder);
  });
  states[last] = ending(shape.ending);
  return { StartAt: names[0]!, States: states };
}

function ending(kind: GraphShape['ending']): JsonObject {
  if (kind === 'End') return { Type: 'Pass', End: true };
  return kind === 'Succeed'
    ? { Type: 'Succeed' }
    : { Type: 'Fail', Error: 'Planned', Cause: 'The generator ends here' };
}

function buildState(shape: StateShape, ahead: readonly string[], builder: Builder): JsonObject {
  const isJsonata = builder.machineIsJsonata || shape.isJsonata;
  const language: Members = isJsonata && !builder.machineIsJsonata ? { QueryLanguage: 'JSONata' } : {};
  const base = { Type: shape.kind, ...language };
  const next = { Next: ahead[0]! };
  const far = ahead[pick(shape, 0, ahead.length)]!;
  switch (shape.kind) {
    case 'Pass':
      return { ...base, ...passFields(shape, isJsonata), ...next };
    case 'Choice':
      return { ...base, Choices: [{ ...choiceRule(shape, isJsonata), Next: far }], Default: ahead[0]! };
    case 'Wait':
      return { ...base, Seconds: pick(shape, 1, builder.settings.mostWaitSeconds + 1), ...next };
    case 'Task':
      return { ...base, Resource: builder.settings.taskResource, ...handlers(shape, far), ...next };
    case 'Parallel':
      return {
        ...base,
        Branches: shape.inner.map((graph) => buildGraph(graph, builder)),
        ...handlers(shape, far),
        ...next,
      };
    case 'Map':
      return { ...base, ...mapFields(shape, isJsonata, builder), ...handlers(shape, far), ...next };
  }
}

function pick(shape: StateShape, index: number, count: number): number {
  return (shape.picks[index] ?? 0) % count;
}

function passFields(shape: StateShape, isJsonata: boolean): Members {
  const value = pick(shape, 2, 100);
  const jsonPath: Members[] = [
    {},
    { Result: { value } },
    { Result: [value, 'two', null], ResultPath: '$' },
    { Parameters: { value, 'whole.$': '$', 'id.$': '$$.State.Name' } },
    { Assign: { seen: value, 'input.$': '$' } },
    { OutputPath: '$' },
  ];
  const jsonata: Members[] = [
    {},
    { Output: { value } },
    { Output: `{% ${value} + 1 %}` },
    { Output: { whole: '{% $states.input %}', name: '{% $states.context.State.Name %}' } },
    { Assign: { seen: value, input: '{% $states.input %}' } },
    { Output: '{% [1..3] %}' },
  ];
  const variants = isJsonata ? jsonata : jsonPath;
  return variants[pick(shape, 3, variants.length)]!;
}

function choiceRule(shape: StateShape, isJsonata: boolean): Members {
  const number = pick(shape, 2, 100);
  const jsonPath: Members[] = [
    { Variable: '$.value', IsPresent: true },
    {
      And: [
        { Variable: '$.value', IsNumeric: true },
        { Variable: '$.value', NumericLessThan: number },
      ],
    },
    { Not: { Variable: '$', IsNull: true } },
    {
      Or: [
        { Variable: '$', IsString: true },
        { Variable: '$$.State.Name', StringMatches: 'S*1' },
      ],
    },
  ];
  const jsonata: Members[] = [
    { Condition: true },
    { Condition: false },
    { Condition: '{% $exists($states.input) %}' },
    { Condition: `{% $type($states.input) = 'object' and ${number} > 50 %}` },
  ];
  const variants = isJsonata ? jsonata : jsonPath;
  return variants[pick(shape, 3, variants.length)]!;
}

function handlers(shape: StateShape, far: string): Members {
  const retry = [{ ErrorEquals: ['States.Timeout', 'Flaky'], IntervalSeconds: 1, MaxAttempts: pick(shape, 1, 3) }];
  const variants: Members[] = [
    {},
    { Retry: retry },
    { Catch: [{ ErrorEquals: ['States.ALL'], Next: far }] },
    { Retry: retry, Catch: [{ ErrorEquals: ['Planned'], Next: far }] },
  ];
  return variants[pick(shape, 2, variants.length)]!;
}

function mapFields(shape: StateShape, isJsonata: boolean, builder: Builder): Members {
  const processor = { ProcessorConfig: { Mode: 'INLINE' }, ...buildGraph(shape.inner[0]!, builder) };
  const concurrency: Members = pick(shape, 3, 2) === 0 ? {} : { MaxConcurrency: pick(shape, 1, 4) };
  // Read from the execution's input, which every state can reach whatever the states before it made of theirs.
  const items: Members = isJsonata
    ? { Items: [1, 2, 3].slice(0, pick(shape, 1, 4)) }
    : { ItemsPath: '$$.Execution.Input.list', ItemSelector: { 'item.$': '$$.Map.Item.Value' } };
  return { ...items, ...concurrency, ItemProcessor: processor };
}
