/**
 * A request to test a state, checked and made ready. What AWS refuses is refused here with AWS's error, before anything runs;
 * no member of the request is ignored.
 */
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { Limits } from '../../../asl/limits.ts';
import type { MapState, State } from '../../../asl/state-machine.ts';
import type { IntegrationCatalogue } from '../../../connectors/integration-catalogue.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { isJsonObject } from '../../../query/json-value.ts';
import { validation } from '../errors.ts';
import { parseExecutionInput, parseJsonText } from '../execution-input.ts';
import { type ReadItems, readMockedItems } from './item-reader-data.ts';
import { type MockedOutcome, parseMock } from './mock.ts';
import { parseMockedContext } from './mocked-context.ts';
import type { StateConfiguration, TestStateInput } from './test-state-input.ts';
import { findState, findTestedState, graphsOf } from './tested-state.ts';

export interface TestPlan {
  readonly state: State;
  readonly roleArn?: string;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly context?: JsonObject;
  readonly mock?: MockedOutcome;
  /** Of a Map: what its ItemReader is taken to have read. */
  readonly read?: ReadItems;
  readonly usedRetries?: number;
  readonly failedIterations?: number;
}

/** @throws {ApiError} InvalidDefinition, InvalidExecutionInput, ValidationException */
export function planTest(request: TestStateInput, limits: Limits, integrations: IntegrationCatalogue): TestPlan {
  const state = findTestedState(request.definition, request.stateName, limits, integrations);
  const { roleArn, mock, context, stateConfiguration: configuration = {} } = request;
  if (mock === undefined) requireTestable(state, roleArn, integrations);
  else if (request.revealSecrets)
    throw validation('TestState does not support RevealSecrets when a mock is specified.');
  const mocked = mock && parseMock(mock, state);
  checkConfiguration(configuration, state, mocked);
  const { mapItemReaderData, retrierRetryCount, mapIterationFailureCount } = configuration;
  return {
    state,
    input: parseExecutionInput(request.input),
    variables: parseVariables(request.variables),
    ...(roleArn !== undefined && { roleArn }),
    ...(context !== undefined && { context: parseMockedContext(context, state) }),
    ...(mocked && { mock: mocked }),
    ...(mapItemReaderData !== undefined && { read: readMockedItems(mapItemReaderData, state as MapState) }),
    ...(retrierRetryCount !== undefined && { usedRetries: retrierRetryCount }),
    ...(mapIterationFailureCount !== undefined && { failedIterations: mapIterationFailureCount }),
  };
}

/** What a test calls for real: everything but what takes longer than a call. */
function requireTestable(state: State, roleArn: string | undefined, integrations: IntegrationCatalogue): void {
  if (state.type === 'Map' || state.type === 'Parallel') {
    throw invalidDefinition(
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (state.type !== 'Task') return;
  const { resource } = state;
  if (resource.type === 'activity') throw needsMock('Activity tasks');
  if (resource.type === 'integration' && resource.pattern !== 'REQUEST_RESPONSE') {
    throw needsMock(`the service integration pattern of ${resource.arn}`);
  }
  if (!roleArn) throw validation('RoleArn must be specified when testing a Task state');
  const verdict = resource.type === 'integration' ? integrations.verdict(resource) : true;
  if (typeof verdict === 'string') throw invalidDefinition(verdict);
}

const invalidDefinition = (message: string) => new ApiError('InvalidDefinition', message);
const needsMock = (what: string) => invalidDefinition(`TestState API does not support ${what} without a mock.`);

function checkConfiguration(configuration: StateConfiguration, state: State, mock: MockedOutcome | undefined): void {
  const { retrierRetryCount, errorCausedByState, mapIterationFailureCount, mapItemReaderData } = configuration;
  if (mapIterationFailureCount !== undefined) requireMockedMap('mapIterationFailureCount', state, mock);
  if (mapItemReaderData !== undefined) {
    requireMockedMap('mapItemReaderData', state, mock);
    if ((state as MapState).itemReader === undefined) {
      throw validation('mapItemReaderData can only be specified for a Map state with an ItemReader');
    }
  }
  if (retrierRetryCount !== undefined && !('retry' in state)) {
    throw validation('retrierRetryCount can only be specified for a state with a Retry field');
  }
  if (errorCausedByState === undefined) return;
  if (state.type !== 'Map' && state.type !== 'Parallel') {
    throw validation('errorCausedByState can only be specified for a Map or Parallel state');
  }
  if (mock?.type !== 'Failed') throw validation('errorCausedByState can only be specified with a mocked errorOutput');
  if (!graphsOf(state).some((graph) => findState(graph, errorCausedByState))) {
    throw validation(`State '${errorCausedByState}' was not found in the tested state`);
  }
}

function requireMockedMap(name: string, state: State, mock: MockedOutcome | undefined): void {
  if (state.type !== 'Map') throw validation(`${name} can only be specified for a Map state`);
  if (!mock) throw validation(`${name} can only be specified when a mock is specified`);
}

function parseVariables(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const variables = parseJsonText(text, (reason) => validation(`Invalid variables provided: ${reason}`));
  if (!isJsonObject(variables)) throw validation('Invalid variables provided: variables must be a JSON object');
  return variables;
}
