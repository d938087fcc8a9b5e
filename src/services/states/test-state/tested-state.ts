/** Finds the state under test in the definition that came with it, in AWS's words where there is none. */
import { diagnosticsToMessage, type ParseOptions, parseLoneState, parseStateMachine } from '../../../asl/index.ts';
import type { Limits } from '../../../asl/limits.ts';
import type { State, StateGraph, StateMachine } from '../../../asl/state-machine.ts';
import type { IntegrationCatalogue } from '../../../connectors/integration-catalogue.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';

/** @throws {ApiError} InvalidDefinition; ValidationException if the machine has no such state. */
export function findTestedState(
  definition: string,
  stateName: string | undefined,
  limits: Limits,
  integrations: IntegrationCatalogue,
): State {
  const options: ParseOptions = {
    limits,
    supportsDistributedMaps: true,
    // What AWS has and nobody answers for here can be mocked; whoever is called for real is asked for later.
    isKnownIntegration: (integration) => integrations.verdict(integration) !== false,
  };
  const parsed = stateName === undefined ? parseLoneState(definition, options) : parseStateMachine(definition, options);
  if (!parsed.ok) throw new ApiError('InvalidDefinition', diagnosticsToMessage(parsed.diagnostics));
  const state = findState(parsed.machine, stateName ?? parsed.machine.startAt);
  if (!state) throw validation(`State '${stateName}' was not found in the state machine definition`);
  return state;
}

/** Names are unique in a machine, however deep the states lie. */
export function findState(graph: StateGraph, name: string): State | undefined {
  if (Object.hasOwn(graph.states, name)) return graph.states[name];
  for (const state of Object.values(graph.states)) {
    for (const inner of graphsOf(state)) {
      const found = findState(inner, name);
      if (found) return found;
    }
  }
  return undefined;
}

/** What runs inside a state. */
export function graphsOf(state: State): readonly StateGraph[] {
  if (state.type === 'Map') return [state.processor];
  return state.type === 'Parallel' ? state.branches : [];
}

/** A machine of this one state: where it goes to is never entered. */
export function machineOf(state: State): StateMachine {
  return { startAt: state.name, states: { [state.name]: state }, queryLanguage: state.queryLanguage };
}
