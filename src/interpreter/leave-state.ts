/** The ways out of a state: what it gives on, which variables it assigns, and the events that say so. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { State } from '../asl/state-machine.ts';
import { jsonByteLength } from '../query/json-size.ts';
import { failExecution } from './failure.ts';
import type { HistoryEventType } from './history-event.ts';
import { emit, type Run, thread } from './run.ts';
import { threadOf } from './thread-table.ts';

export interface Leaving {
  readonly output: Json;
  readonly assigned?: JsonObject;
  /** Absent when the state ends its graph. */
  readonly next?: string;
}

const exitedType: { readonly [type in Exclude<State['type'], 'Fail'>]: HistoryEventType } = {
  Task: 'TaskStateExited',
  Pass: 'PassStateExited',
  Choice: 'ChoiceStateExited',
  Wait: 'WaitStateExited',
  Succeed: 'SucceedStateExited',
  Parallel: 'ParallelStateExited',
  Map: 'MapStateExited',
};

export function leaveState(run: Run, threadId: number, state: State, { output, assigned, next }: Leaving): void {
  const of = thread(run, threadId);
  if (output !== of.input && isTooLarge(run, output)) {
    failExecution(run, of.lastEventId, dataLimitExceeded(of.state));
    return;
  }
  const variable = assigned && tooLargeVariable(run, of.variables, assigned);
  if (variable !== undefined) {
    failExecution(run, of.lastEventId, variableLimitExceeded(of.state, variable));
    return;
  }
  const details: Record<string, Json> = { name: of.state, output };
  if (assigned && hasMembers(assigned)) details['assignedVariables'] = assigned;
  const envelope = next === undefined ? { thread: threadId } : { thread: threadId, next };
  emit(run, of, exitedType[state.type as keyof typeof exitedType], { stateExitedEventDetails: details }, envelope);
  if (threadId !== run.current) run.ready.push(threadId);
  if (of.parent !== undefined && threadOf(run.draft.state, of.parent)?.phase === 'joined') run.ready.push(of.parent);
}

export function isTooLarge(run: Run, value: Json): boolean {
  const limit = run.limits.payloadBytes;
  if (typeof value === 'number' || typeof value === 'boolean' || limit === Number.MAX_SAFE_INTEGER) return false;
  return jsonByteLength(value, limit) > limit;
}

/** The variable that is larger than one may be, or with which all of them are; without sizes taken where their number alone says enough. */
function tooLargeVariable(run: Run, known: JsonObject, assigned: JsonObject): string | undefined {
  const { variableBytes, variablesBytes } = run.limits;
  if (variableBytes === Number.MAX_SAFE_INTEGER) return undefined;
  for (const name in assigned) if (jsonByteLength(assigned[name]!, variableBytes) > variableBytes) return name;
  const all = { ...known, ...assigned };
  if (Object.keys(all).length * variableBytes <= variablesBytes) return undefined;
  return jsonByteLength(all, variablesBytes) > variablesBytes ? Object.keys(assigned).at(-1) : undefined;
}

function variableLimitExceeded(state: string, variable: string): { readonly error: string; readonly cause: string } {
  return {
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${state}' assigned the variable '${variable}' with a size exceeding the maximum number of bytes service limit.`,
  };
}

/** `subject` is the state's name, the function's ARN or the integration's service, as AWS has it for each route. */
export function dataLimitExceeded(subject: string): { readonly error: string; readonly cause: string } {
  return {
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}

function hasMembers(value: JsonObject): boolean {
  for (const _ in value) return true;
  return false;
}

/** Where a state goes by its own `Next`, without which it ends its graph. */
export function nextOf(state: State): string | undefined {
  return 'next' in state ? state.next : undefined;
}
