import { expect, test } from 'vitest';
import { parseExactJson } from '../../../asl/exact-json.ts';
import type { Json } from '../../../asl/json.ts';
import { createStateTester, LAMBDA, type Request, ROLE } from './test-state.testing.ts';

const task = (resource: string) => ({ Type: 'Task', Resource: resource, End: true });
const body = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
const map = { Type: 'Map', ItemProcessor: body, End: true };
const other = { StartAt: 'J', States: { J: { Type: 'Pass', End: true } } };
const parallel = { Type: 'Parallel', Branches: [body, other], End: true };
const optimised = 'arn:aws:states:::lambda:invoke';
const describeExecution = 'arn:aws:states:::aws-sdk:sfn:describeExecution';
const listTables = 'arn:aws:states:::aws-sdk:dynamodb:listTables';
const field = 'Mock result schema validation error: Field';
const context = 'Invalid Context object provided:';

const VALIDATION = 'ValidationException';
const DEFINITION = 'InvalidDefinition';

test.each<[string, Json, Request, string, string | RegExp]>([
  ['not a state', { Type: 'Nothing' }, {}, DEFINITION, /^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED/],
  ['an unknown integration', task('arn:aws:states:::nobody:call'), { roleArn: ROLE }, DEFINITION, /./],
  ['a Task without a role', task(LAMBDA), {}, VALIDATION, 'RoleArn must be specified when testing a Task state'],
  ['a Map without a mock', map, {}, DEFINITION, /^TestState API does not support Map or Parallel states\./],
  ['a Parallel without a mock', parallel, {}, DEFINITION, /^TestState API does not support Map or Parallel states\./],
  ['a callback without a mock', task(`${optimised}.waitForTaskToken`), { roleArn: ROLE }, DEFINITION, /mock/],
  [
    'a mocked Wait',
    { Type: 'Wait', Seconds: 1, End: true },
    { mock: { result: 1 } },
    VALIDATION,
    /^State type 'Wait' /,
  ],
  ['two mocks', task(LAMBDA), { mock: { result: 1, errorOutput: {} } }, VALIDATION, /only one of/],
  ['an empty mock', task(LAMBDA), { mock: {} }, VALIDATION, /only one of/],
  ['secrets of a mock', task(LAMBDA), { mock: { result: 1 }, revealSecrets: true }, VALIDATION, /RevealSecrets/],
  ['a Map that came to an object', map, { mock: { result: {} } }, VALIDATION, 'Mocked result must be an array.'],
  ['too few branches', parallel, { mock: { result: [1] } }, VALIDATION, /same number of items/],
  [
    'an integration that came to a list',
    task(optimised),
    { mock: { result: [] } },
    VALIDATION,
    /must be a JSON object/,
  ],
  [
    'a number for text',
    task(optimised),
    { mock: { result: { ExecutedVersion: 1 } } },
    VALIDATION,
    `${field} 'ExecutedVersion' must be a string`,
  ],
  [
    'text for a number',
    task(optimised),
    { mock: { result: { StatusCode: 'x' } } },
    VALIDATION,
    `${field} 'StatusCode' must be a number`,
  ],
  [
    'text for a list',
    task(listTables),
    { mock: { result: { TableNames: 'x' } } },
    VALIDATION,
    `${field} 'TableNames' must be an array`,
  ],
  [
    'a short name in a list',
    task(listTables),
    { mock: { result: { TableNames: [''] } } },
    VALIDATION,
    `${field} 'TableNames' is smaller than the minimum length`,
  ],
  ['a missing member', task(describeExecution), { mock: { result: {} } }, VALIDATION, /'ExecutionArn' is required/],
  [
    'another status',
    task(describeExecution),
    { mock: { result: { Status: 'GONE' }, fieldValidationMode: 'PRESENT' } },
    VALIDATION,
    `${field} 'Status' is not an expected value`,
  ],
  ['a context that is a list', { Type: 'Succeed' }, { context: [] }, VALIDATION, /^Invalid Context object provided: /],
  [
    'an unknown part of the context',
    { Type: 'Succeed' },
    { context: { X: {} } },
    VALIDATION,
    `${context} Field 'X' is not allowed`,
  ],
  [
    'a number as a name',
    { Type: 'Succeed' },
    { context: { StateMachine: { Name: 1 } } },
    VALIDATION,
    `${context} StateMachine.Name must be a string`,
  ],
  [
    'text as a count',
    { Type: 'Succeed' },
    { context: { State: { RetryCount: '1' } } },
    VALIDATION,
    `${context} State.RetryCount must be a number`,
  ],
  [
    'a token for nobody',
    { Type: 'Succeed' },
    { context: { Task: { Token: 't' } } },
    VALIDATION,
    /contains 'Task' when/,
  ],
  ['variables that are a list', { Type: 'Succeed' }, { variables: [1] }, VALIDATION, /must be a JSON object/],
  [
    'failed iterations of a Task',
    task(LAMBDA),
    { mock: { result: 1 }, stateConfiguration: { mapIterationFailureCount: 1 } },
    VALIDATION,
    /Map state/,
  ],
  [
    'read items of an inline Map',
    map,
    { mock: { result: [] }, stateConfiguration: { mapItemReaderData: '[]' } },
    VALIDATION,
    /ItemReader/,
  ],
  [
    'a guilty state that is not there',
    parallel,
    { mock: { errorOutput: {} }, stateConfiguration: { errorCausedByState: 'X' } },
    VALIDATION,
    /'X'/,
  ],
])('%s is refused', async (_, definition, request, code, message) => {
  await expect(createStateTester().test(definition, request)).rejects.toMatchObject({
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

test.each<[string, Json, Request]>([
  ['a member that the API does not know', task(optimised), { mock: { result: { Color: 1 } } }],
  ['any payload of a function', task(optimised), { mock: { result: { Payload: [1, { a: null }] } } }],
  [
    'missing members, if only those present count',
    task(describeExecution),
    { mock: { result: {}, fieldValidationMode: 'PRESENT' } },
  ],
  [
    'anything, if nothing is checked',
    task(describeExecution),
    { mock: { result: { Status: 1 }, fieldValidationMode: 'NONE' } },
  ],
  ['what a worker sends', task(`${optimised}.waitForTaskToken`), { mock: { result: 'whatever' } }],
  [
    'the token of a callback',
    task(`${optimised}.waitForTaskToken`),
    { mock: { result: 1 }, context: { Task: { Token: 't' } } },
  ],
  ['a number with its own text', task(optimised), { mock: { result: parseExactJson('{"StatusCode":200.0}') } }],
  ['an activity', task('arn:aws:states:us-east-1:000000000000:activity:a'), { mock: { result: 1 } }],
])('%s is taken', async (_, definition, request) => {
  expect(await createStateTester().test(definition, request)).toMatchObject({ status: 'SUCCEEDED' });
});
