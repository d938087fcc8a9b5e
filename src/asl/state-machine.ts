/**
 * The compiled form of a state machine definition: what the parser and validator leave behind for the interpreter.
 *
 * 1. It holds only what was validated: the interpreter never meets an unknown field, a missing target or a bad expression.
 * 2. The query language of each state is resolved; legacy spellings (`Iterator`, `Map.Parameters`) have become modern ones.
 * 3. Expressions stay as the strings that the author wrote; `query/` compiles each string once and caches the result.
 * 4. It is frozen data and survives `JSON.parse(JSON.stringify(machine))`.
 */
import type { Json, JsonObject } from './json.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** A reference path or expression: `$.a.b`, `$$.Execution.Id`, `$variable.x`; `null` discards (InputPath, OutputPath, ResultPath). */
export type PathField = string | null;

/** JSON in which `"key.$"` members (JSONPath) or `{% … %}` strings (JSONata) are evaluated. */
export type PayloadTemplate = Json;

/** A number or, in JSONata, a `{% … %}` string. */
export type NumberField = number | string;

export interface StateMachine extends StateGraph {
  readonly queryLanguage: QueryLanguage;
  readonly comment?: string;
  readonly timeoutSeconds?: number;
  readonly version?: string;
}

/** A set of states with an entry: the machine itself, a branch of a Parallel, the processor of a Map. */
export interface StateGraph {
  readonly startAt: string;
  readonly states: Readonly<Record<string, State>>;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;
export type StateType = State['type'];

/** `next` names the state to go to; without it the state ends its graph. */
export interface Transition {
  readonly next?: string;
}

export interface StateBase {
  readonly name: string;
  readonly queryLanguage: QueryLanguage;
  readonly comment?: string;
  readonly assign?: PayloadTemplate;
  /** JSONata only. Absent means the state's result (or its input) passes on. */
  readonly output?: PayloadTemplate;
  /** JSONPath only. Absent means `$`. */
  readonly inputPath?: PathField;
  /** JSONPath only. Absent means `$`. */
  readonly outputPath?: PathField;
}

export interface ResultFields {
  /** JSONPath only. Absent means the effective input. */
  readonly parameters?: PayloadTemplate;
  /** JSONata only. Absent means the state's input. */
  readonly arguments?: PayloadTemplate;
  /** JSONPath only. */
  readonly resultSelector?: PayloadTemplate;
  /** JSONPath only. Absent means `$`. */
  readonly resultPath?: PathField;
}

export interface RetryFields {
  readonly retry?: readonly Retrier[];
  readonly catch?: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  /** Whole seconds, at least 1. Default 1. */
  readonly intervalSeconds: number;
  /** Default 3; 0 means never retry. */
  readonly maxAttempts: number;
  /** At least 1. Default 2. */
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  /** Default NONE. */
  readonly jitterStrategy: 'NONE' | 'FULL';
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  /** JSONPath only. Absent means `$`. */
  readonly resultPath?: PathField;
  readonly assign?: PayloadTemplate;
  /** JSONata only. */
  readonly output?: PayloadTemplate;
}

export interface TaskState extends StateBase, ResultFields, RetryFields, Transition {
  readonly type: 'Task';
  readonly resource: ResourceRef;
  readonly timeoutSeconds?: NumberField;
  readonly timeoutSecondsPath?: string;
  readonly heartbeatSeconds?: NumberField;
  readonly heartbeatSecondsPath?: string;
  readonly credentials?: PayloadTemplate;
}

/** What a Task's `Resource` names. `arn` is the text that the author wrote. */
export type ResourceRef =
  | { readonly type: 'lambda'; readonly arn: string }
  | { readonly type: 'activity'; readonly arn: string }
  | ServiceIntegration;

/**
 * `arn:aws:states:::sqs:sendMessage.waitForTaskToken` gives service `sqs`, action `sendMessage`, pattern `WAIT_FOR_TASK_TOKEN`;
 * `arn:aws:states:::aws-sdk:s3:listBuckets` gives service `aws-sdk:s3`, action `listBuckets`.
 * `resourceType` (`sqs`, `aws-sdk:s3`) and `resource` (`sendMessage.waitForTaskToken`) are the words of the history.
 */
export interface ServiceIntegration {
  readonly type: 'integration';
  readonly arn: string;
  readonly service: string;
  readonly action: string;
  readonly pattern: IntegrationPattern;
  /** Of `.sync` only: `.sync:2` returns JSON where `.sync` returns text. */
  readonly version?: 2;
  readonly resourceType: string;
  readonly resource: string;
}

export type IntegrationPattern = 'REQUEST_RESPONSE' | 'RUN_JOB' | 'WAIT_FOR_TASK_TOKEN';

export interface PassState extends StateBase, Transition {
  readonly type: 'Pass';
  /** JSONPath only. */
  readonly parameters?: PayloadTemplate;
  /** JSONPath only: literal, never evaluated. */
  readonly result?: Json;
  /** JSONPath only. Absent means `$`. */
  readonly resultPath?: PathField;
}

export interface ChoiceState extends StateBase {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default?: string;
}

export interface ChoiceRule {
  readonly next: string;
  readonly condition: ChoiceCondition;
  readonly assign?: PayloadTemplate;
  /** JSONata only. */
  readonly output?: PayloadTemplate;
}

export type ChoiceCondition =
  | { readonly type: 'And' | 'Or'; readonly conditions: readonly ChoiceCondition[] }
  | { readonly type: 'Not'; readonly condition: ChoiceCondition }
  /** `operator` is the field's name, such as `NumericGreaterThanEqualsPath`; `operand` its value. */
  | { readonly type: 'Compare'; readonly variable: string; readonly operator: string; readonly operand: Json }
  /** JSONata `Condition`: a `{% … %}` string or a literal boolean. */
  | { readonly type: 'Condition'; readonly expression: string | boolean };

export interface WaitState extends StateBase, Transition {
  readonly type: 'Wait';
  readonly seconds?: NumberField;
  readonly secondsPath?: string;
  readonly timestamp?: string;
  readonly timestampPath?: string;
}

export interface SucceedState extends StateBase {
  readonly type: 'Succeed';
}

export interface FailState extends StateBase {
  readonly type: 'Fail';
  readonly error?: string;
  readonly cause?: string;
  /** JSONPath only: a reference path or an intrinsic function. */
  readonly errorPath?: string;
  readonly causePath?: string;
}

export interface ParallelState extends StateBase, ResultFields, RetryFields, Transition {
  readonly type: 'Parallel';
  readonly branches: readonly StateGraph[];
}

export interface MapState extends StateBase, ResultFields, RetryFields, Transition {
  readonly type: 'Map';
  readonly processor: StateGraph;
  readonly processorConfig: ProcessorConfig;
  /** JSONPath. Absent means `$`. */
  readonly itemsPath?: string;
  /** JSONata: an array, or a `{% … %}` string that yields an array (or an object, in distributed mode). */
  readonly items?: Json;
  readonly itemSelector?: PayloadTemplate;
  /** 0 means no limit of the author's. */
  readonly maxConcurrency?: NumberField;
  readonly maxConcurrencyPath?: string;
  readonly toleratedFailurePercentage?: NumberField;
  readonly toleratedFailurePercentagePath?: string;
  readonly toleratedFailureCount?: NumberField;
  readonly toleratedFailureCountPath?: string;
  /** Distributed only; fields as written, validated. */
  readonly itemReader?: JsonObject;
  readonly itemBatcher?: JsonObject;
  readonly resultWriter?: JsonObject;
  readonly label?: string;
}

export interface ProcessorConfig {
  readonly mode: 'INLINE' | 'DISTRIBUTED';
  readonly executionType?: 'STANDARD' | 'EXPRESS';
}
