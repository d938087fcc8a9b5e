/** Compiles one state. Each field of the definition has one place here, so that none can be forgotten silently. */
import { compileChoiceRule } from './compile-choice-rule.ts';
import { compileCatcher, compileRetrier } from './compile-retry-catch.ts';
import { compileGraph } from './compile-state-machine.ts';
import type { Json, JsonObject } from './json.ts';
import { parseResource } from './parse-resource.ts';
import type {
  MapState,
  ProcessorConfig,
  QueryLanguage,
  ResourceRef,
  RetryFields,
  State,
  StateBase,
  StateType,
  Transition,
} from './state-machine.ts';

/** The compiled name of every field that is carried over as it stands. */
const carried = {
  Arguments: 'arguments',
  Assign: 'assign',
  Cause: 'cause',
  CausePath: 'causePath',
  Comment: 'comment',
  Credentials: 'credentials',
  Default: 'default',
  Error: 'error',
  ErrorPath: 'errorPath',
  HeartbeatSeconds: 'heartbeatSeconds',
  HeartbeatSecondsPath: 'heartbeatSecondsPath',
  InputPath: 'inputPath',
  ItemBatcher: 'itemBatcher',
  ItemReader: 'itemReader',
  ItemSelector: 'itemSelector',
  Items: 'items',
  ItemsPath: 'itemsPath',
  Label: 'label',
  MaxConcurrency: 'maxConcurrency',
  MaxConcurrencyPath: 'maxConcurrencyPath',
  Next: 'next',
  Output: 'output',
  OutputPath: 'outputPath',
  Parameters: 'parameters',
  Result: 'result',
  ResultPath: 'resultPath',
  ResultSelector: 'resultSelector',
  ResultWriter: 'resultWriter',
  Seconds: 'seconds',
  SecondsPath: 'secondsPath',
  TimeoutSeconds: 'timeoutSeconds',
  TimeoutSecondsPath: 'timeoutSecondsPath',
  Timestamp: 'timestamp',
  TimestampPath: 'timestampPath',
  ToleratedFailureCount: 'toleratedFailureCount',
  ToleratedFailureCountPath: 'toleratedFailureCountPath',
  ToleratedFailurePercentage: 'toleratedFailurePercentage',
  ToleratedFailurePercentagePath: 'toleratedFailurePercentagePath',
} as const;

type Carried = Partial<Record<(typeof carried)[keyof typeof carried], Json>>;

function carry(state: JsonObject): Carried {
  const compiled: Carried = {};
  for (const [field, name] of Object.entries(carried) as [string, keyof Carried][]) {
    const value = state[field];
    if (Object.hasOwn(state, field) && value !== undefined) compiled[name] = value;
  }
  return compiled;
}

export function compileState(
  name: string,
  state: JsonObject,
  queryLanguage: QueryLanguage,
  machineLanguage: QueryLanguage,
): State {
  const base = { ...carry(state), name, queryLanguage } as StateBase & Transition;
  const type = state['Type'] as StateType;
  switch (type) {
    case 'Task':
      return { ...base, ...compileHandlers(state), type, resource: compileResource(state) };
    case 'Pass':
    case 'Succeed':
    case 'Fail':
    case 'Wait':
      return { ...base, type };
    case 'Choice':
      return { ...base, type, choices: (state['Choices'] as readonly JsonObject[]).map(compileChoiceRule) };
    case 'Parallel': {
      const branches = (state['Branches'] as readonly JsonObject[]).map((branch) =>
        compileGraph(branch, machineLanguage),
      );
      return { ...base, ...compileHandlers(state), type, branches };
    }
    case 'Map':
      return compileMap(base, state, machineLanguage);
  }
}

function compileResource(state: JsonObject): ResourceRef {
  const ref = parseResource(state['Resource'] as string);
  if (ref === undefined) throw new Error(`The resource ${String(state['Resource'])} was not validated`);
  return ref;
}

function compileHandlers(state: JsonObject): RetryFields {
  const { Retry: retriers, Catch: catchers } = state as {
    Retry?: readonly JsonObject[];
    Catch?: readonly JsonObject[];
  };
  return {
    ...(retriers !== undefined && { retry: retriers.map(compileRetrier) }),
    ...(catchers !== undefined && { catch: catchers.map(compileCatcher) }),
  };
}

/** `Iterator` is the old name of ItemProcessor, and a Map's `Parameters` the old name of ItemSelector. */
function compileMap(
  base: StateBase & Transition & Carried,
  state: JsonObject,
  machineLanguage: QueryLanguage,
): MapState {
  const { parameters, ...rest } = base;
  const processor = (state['ItemProcessor'] ?? state['Iterator']) as JsonObject;
  return {
    ...(rest as StateBase & Transition),
    ...(parameters !== undefined && { itemSelector: parameters }),
    ...compileHandlers(state),
    type: 'Map',
    processor: compileGraph(processor, machineLanguage),
    processorConfig: compileConfig(processor['ProcessorConfig'] as JsonObject | undefined),
  };
}

function compileConfig(config: JsonObject | undefined): ProcessorConfig {
  if (config?.['Mode'] !== 'DISTRIBUTED') return { mode: 'INLINE' };
  return { mode: 'DISTRIBUTED', executionType: config['ExecutionType'] as 'STANDARD' | 'EXPRESS' };
}
