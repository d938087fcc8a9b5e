/** The mock of a test: which states take one, what it must look like for each, and what it stands for. */
import type { Json } from '../../../asl/json.ts';
import type { MapState, ParallelState, State, TaskState } from '../../../asl/state-machine.ts';
import type { MockedParts } from '../../../interpreter/probe.ts';
import { isJsonArray, isJsonObject } from '../../../query/json-value.ts';
import { validation } from '../errors.ts';
import { parseJsonText } from '../execution-input.ts';
import { checkMockedResult } from './result-model.ts';
import type { MockInput } from './test-state-input.ts';

export type MockedOutcome = MockedParts['outcome'];

export type MockableState = TaskState | MapState | ParallelState;

/** @throws {ApiError} ValidationException */
export function parseMock(mock: MockInput, state: State): MockedOutcome {
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw validation('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (!isMockable(state)) throw validation(`State type '${state.type}' is not supported when a mock is specified`);
  if (result === undefined) return { type: 'Failed', ...errorOutput };
  const value = parseJsonText(result, (reason) => validation(`Mocked result must be valid JSON: ${reason}`));
  checkShape(state, value);
  if (state.type === 'Task' && state.resource.type === 'integration') {
    checkMockedResult(state.resource, value, fieldValidationMode);
  }
  return { type: 'Succeeded', result: value };
}

export function isMockable(state: State): state is MockableState {
  return state.type === 'Task' || state.type === 'Map' || state.type === 'Parallel';
}

/** A Parallel comes to a list of as many results as it has branches; a Map to a list, or to what its ResultWriter says of where it wrote. */
function checkShape(state: MockableState, result: Json): void {
  if (state.type === 'Task') return;
  if (state.type === 'Map' && state.resultWriter !== undefined) {
    if (!isJsonObject(result)) throw validation('Mocked result must be a JSON object.');
    return;
  }
  if (!isJsonArray(result)) throw validation('Mocked result must be an array.');
  if (state.type === 'Parallel' && result.length !== state.branches.length) {
    throw validation('Mocked result must contain the same number of items as number of Parallel branches.');
  }
}
