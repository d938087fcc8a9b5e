/**
 * Compiles a validated definition into the form that the interpreter runs: languages resolved, defaults filled in, legacy
 * spellings made modern, everything frozen. It trusts its input: only `parseStateMachine` calls it, after validation.
 */
import { compileState } from './compile-state.ts';
import type { JsonObject } from './json.ts';
import type { QueryLanguage, State, StateGraph, StateMachine } from './state-machine.ts';
import { languageOf } from './validate-graph.ts';

export function compileStateMachine(definition: JsonObject): StateMachine {
  const queryLanguage = languageOf(definition, 'JSONPath');
  const { Comment: comment, TimeoutSeconds: timeoutSeconds, Version: version } = definition;
  const machine: StateMachine = {
    ...compileGraph(definition, queryLanguage),
    queryLanguage,
    ...(comment !== undefined && { comment: comment as string }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds: timeoutSeconds as number }),
    ...(version !== undefined && { version: version as string }),
  };
  return deepFreeze(machine);
}

export function compileGraph(graph: JsonObject, machineLanguage: QueryLanguage): StateGraph {
  const states = Object.entries(graph['States'] as JsonObject).map(([name, value]): [string, State] => {
    const state = value as JsonObject;
    return [name, compileState(name, state, languageOf(state, machineLanguage), machineLanguage)];
  });
  return { startAt: graph['StartAt'] as string, states: Object.fromEntries(states) };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
