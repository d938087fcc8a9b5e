/**
 * What a test shows of the data's way through its state, by state type and query language as AWS does. The values are those that the interpreter went
 * on with; nothing is worked out here.
 */
import { stringifyJson } from '../../../asl/exact-json.ts';
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { State } from '../../../asl/state-machine.ts';
import type { Failure } from '../../../interpreter/failure.ts';
import type { Probe, Stage } from '../../../interpreter/probe.ts';
import { catcherOf, retrierOf, type TrialOutcome } from '../../../interpreter/trial.ts';
import type { TestPlan } from './test-plan.ts';

/** Collects what a transition lets be seen. */
export class Inspection {
  readonly values = new Map<Stage, Json>();
  #failure: Failure | undefined;

  /** The state's first failure; one that befalls a catcher is not its own. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  probe(options: Pick<Probe, 'context' | 'parts'>): Probe {
    return {
      ...options,
      saw: (stage, value) => void this.values.set(stage, value),
      failed: (failure) => {
        this.#failure ??= failure;
      },
    };
  }
}

const textFields = {
  InputPath: 'afterInputPath',
  ItemsPath: 'afterItemsPath',
  ItemsPointer: 'afterItemsPointer',
  ItemSelector: 'afterItemSelector',
  ItemBatcher: 'afterItemBatcher',
  Result: 'result',
  ResultSelector: 'afterResultSelector',
  ResultPath: 'afterResultPath',
} as const;

const numberFields = {
  MaxConcurrency: 'maxConcurrency',
  ToleratedFailureCount: 'toleratedFailureCount',
  ToleratedFailurePercentage: 'toleratedFailurePercentage',
} as const;

/** Stages that AWS shows of each type of state in JSONPath. */
const jsonPathStages: { readonly [type in State['type']]: readonly Stage[] } = {
  Task: ['InputPath', 'Parameters', 'Result', 'ResultSelector', 'ResultPath'],
  Pass: ['InputPath', 'Parameters', 'ResultSelector', 'ResultPath'],
  Choice: ['InputPath'],
  Wait: ['InputPath'],
  Succeed: ['InputPath'],
  Fail: ['InputPath'],
  Parallel: ['ResultSelector', 'ResultPath'],
  Map: ['InputPath', 'ItemsPath', 'ItemsPointer', 'ItemSelector', 'ItemBatcher', 'ResultSelector', 'ResultPath'],
};

const jsonataStages: { readonly [type in State['type']]?: readonly Stage[] } = {
  Task: ['Parameters', 'Result'],
  Map: ['ItemsPointer', 'ItemSelector', 'ItemBatcher'],
};

export function inspectionData(plan: TestPlan, inspection: Inspection, outcome: TrialOutcome, nowMs: number) {
  const { state, input } = plan;
  const isJsonata = state.queryLanguage === 'JSONata';
  const data: Record<string, unknown> = { input: stringifyJson(input) };
  for (const stage of stagesOf(state)) {
    const value = inspection.values.get(stage);
    if (value === undefined) continue;
    const field = stage === 'Parameters' ? (isJsonata ? 'afterArguments' : 'afterParameters') : fieldOf(stage);
    data[field] = stringifyJson(value);
  }
  for (const [stage, field] of Object.entries(numberFields)) {
    const value = inspection.values.get(stage as Stage);
    if (value !== undefined) data[field] = value;
  }
  const variables = variablesAfter(plan, outcome);
  if (Object.keys(variables).length > 0) data['variables'] = stringifyJson(variables);
  const details = errorDetails(state, inspection.failure, outcome, nowMs);
  if (details) data['errorDetails'] = details;
  return data;
}

function stagesOf(state: State): readonly Stage[] {
  if (state.queryLanguage === 'JSONata') return jsonataStages[state.type] ?? [];
  // Of a Pass that has a literal result AWS shows that, and nothing of what came before.
  if (state.type === 'Pass' && state.result !== undefined) return ['Result', 'ResultSelector', 'ResultPath'];
  return jsonPathStages[state.type];
}

function fieldOf(stage: Stage): string {
  return textFields[stage as keyof typeof textFields];
}

/** Those that the test brought along, and those that the state assigned. */
function variablesAfter({ variables }: TestPlan, outcome: TrialOutcome): JsonObject {
  return outcome.type === 'Left' ? { ...variables, ...outcome.assigned } : variables;
}

/** A retrier is named also when it has no attempts left. */
function errorDetails(state: State, failure: Failure | undefined, outcome: TrialOutcome, nowMs: number) {
  if (!failure || failure.isFatal) return undefined;
  const retryIndex = retrierOf(state, failure);
  const catchIndex = outcome.type === 'Left' ? catcherOf(state, failure) : undefined;
  if (retryIndex === undefined && catchIndex === undefined) return undefined;
  return {
    ...(retryIndex !== undefined && { retryIndex }),
    ...(outcome.type === 'Retrying' && {
      retryBackoffIntervalSeconds: Math.round((outcome.dueMs - nowMs) / 1_000),
    }),
    ...(catchIndex !== undefined && { catchIndex }),
  };
}
