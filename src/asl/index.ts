/** The public entry `stepwell/asl`: parse, validate and compile definitions in the Amazon States Language. */
export type { Diagnostic } from './diagnostic.ts';
export { diagnosticsToMessage } from './diagnostics-to-message.ts';
export type { Json, JsonObject } from './json.ts';
export { awsLimits, type Limits, noLimits } from './limits.ts';
export {
  loneStateName,
  type ParsedStateMachine,
  type ParseOptions,
  parseLoneState,
  parseStateMachine,
} from './parse-state-machine.ts';
export type {
  ChoiceCondition,
  ChoiceRule,
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  PassState,
  QueryLanguage,
  ResourceRef,
  ServiceIntegration,
  State,
  StateGraph,
  StateMachine,
  StateType,
  SucceedState,
  TaskState,
  WaitState,
} from './state-machine.ts';
export { type VariableReferences, variableReferences } from './variable-references.ts';
