/** The context object (`$$`, `$states.context`) as AWS prints it, and the scope in which a state's expressions are evaluated. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import type { Scope } from '../query/scope.ts';
import type { ExecutionState, Thread } from './execution-state.ts';
import { type Run, stateOf } from './run.ts';
import { threadOf } from './thread-table.ts';

export interface ScopeExtras {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly taskToken?: string;
  /** Of an item selector: the item that it selects from. */
  readonly item?: MapItem;
}

export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/** What an expression of the thread's current state sees. The context is built when it is first asked for. */
export function scopeOf(run: Run, of: Thread, input: Json, extras: ScopeExtras = {}): Scope {
  let context: JsonObject | undefined;
  return {
    input,
    variables: of.variables,
    result: extras.result,
    errorOutput: extras.errorOutput,
    nowMs: run.nowMs,
    random: run.random,
    get context(): JsonObject {
      context ??= contextOf(run, of, extras);
      return context;
    },
  };
}

function contextOf(run: Run, of: Thread, { taskToken, item }: ScopeExtras): JsonObject {
  run.executionContext ??= executionContext(run.draft.state);
  const context: Record<string, Json> = {
    ...run.executionContext,
    State: stateFields(run.machine, run.draft.state, of),
  };
  if (taskToken !== undefined) context['Task'] = { Token: taskToken };
  const mapItem = item ?? mapItemOf(run, of);
  if (mapItem) context['Map'] = { Item: { Index: mapItem.index, Value: mapItem.value } };
  return run.probe?.context?.(context) ?? context;
}

/** Retries of the current state by all its retriers. */
export function retryCountOf(of: Thread): number {
  return of.retries?.reduce((sum, retries) => sum + retries, 0) ?? 0;
}

function stateFields(machine: StateMachine, state: ExecutionState, of: Thread): JsonObject {
  const { type } = stateOf(machine, state, of);
  const retries = type === 'Task' || type === 'Parallel' || type === 'Map';
  return {
    Name: of.state,
    EnteredTime: new Date(of.enteredMs).toISOString(),
    ...(retries ? { RetryCount: retryCountOf(of) } : {}),
  };
}

/** The context object of a thread's state, without what belongs to a task or an item. */
export function stateContext(machine: StateMachine, state: ExecutionState, of: Thread): JsonObject {
  return { ...executionContext(state), State: stateFields(machine, state, of) };
}

function executionContext({ start, startedMs, redriveCount, redrivenMs }: ExecutionState): JsonObject {
  if (!start) throw new Error('invariant: an execution was expected to have started');
  return {
    Execution: {
      Id: start.executionArn,
      Input: start.input,
      StartTime: new Date(startedMs).toISOString(),
      Name: start.executionName,
      RoleArn: start.roleArn,
      RedriveCount: redriveCount,
      ...(redrivenMs === undefined ? {} : { RedriveTime: new Date(redrivenMs).toISOString() }),
    },
    StateMachine: { Id: start.stateMachineArn, Name: start.stateMachineName },
  };
}

/** The item of the innermost Map iteration around a thread. */
function mapItemOf(run: Run, of: Thread): MapItem | undefined {
  let child = of;
  while (child.parent !== undefined) {
    const parent = threadOf(run.draft.state, child.parent)!;
    const items = parent.parts?.items;
    if (items) return { index: child.slot, value: items[child.slot]! };
    child = parent;
  }
  return run.draft.state.start?.mapItem;
}
