import { expect, test } from 'vitest';
import { diagnosticsToMessage, type JsonObject, parseStateMachine } from '../asl/index.ts';
import { argumentProblems } from './argument-check.ts';

function refusal(integration: string, state: JsonObject): string {
  const task = { Type: 'Task', Resource: `arn:aws:states:::${integration}`, End: true, ...state };
  const parsed = parseStateMachine(JSON.stringify({ StartAt: 'T', States: { T: task } }), { argumentProblems });
  return parsed.ok ? 'accepted' : diagnosticsToMessage(parsed.diagnostics);
}

const refused = (message: string): string => `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${message}'`;
const at = '/States/T/Parameters';

test.each<[integration: string, parameters: JsonObject, refusal: string]>([
  ['lambda:invoke', { FunctionName: 'f', 'Payload.$': '$' }, 'accepted'],
  ['lambda:invoke', { 'FunctionName.$': '$.f', Payload: { any: 1 } }, 'accepted'],
  [
    'lambda:invoke',
    { FunctionName: 'f', Pay: 1 },
    refused(`The field "Pay" is not supported by Step Functions at ${at}`),
  ],
  [
    'lambda:invoke',
    { functionName: 'f' },
    expect.stringContaining('The field "functionName" is not supported') as never,
  ],
  ['lambda:invoke', { 'Payload.$': '$' }, refused(`The field 'FunctionName' is required but was missing at ${at}`)],
  ['sqs:sendMessage', { QueueUrl: 'q', MessageBody: { any: 1 } }, 'accepted'],
  ['sqs:sendMessage', { QueueUrl: 'q' }, refused(`The field 'MessageBody' is required but was missing at ${at}`)],
  [
    'sqs:sendMessage.waitForTaskToken',
    {
      QueueUrl: 'q',
      MessageBody: { 't.$': '$$.Task.Token' },
      MessageAttributes: { a: { DataType: 'String', 'StringValue.$': '$' } },
    },
    'accepted',
  ],
  ['sns:publish', { TopicArn: 't', Message: { any: 1 } }, 'accepted'],
  [
    'dynamodb:putItem',
    { TableName: 't', Item: { id: { S: 'a' }, 'n.$': '$.n', m: { M: { x: { 'N.$': '$' } } } } },
    'accepted',
  ],
  ['dynamodb:putItem', { 'TableName.$': '$.t', 'Item.$': '$.item' }, 'accepted'],
  [
    'dynamodb:getItem',
    { TableName: 't', Key: { id: { s: 'a' } } },
    refused(`The field "s" is not supported by Step Functions at ${at}/Key/id`),
  ],
  [
    'events:putEvents',
    { Entries: [{ Detail: { any: 1 }, DetailType: 'd', EventBusName: 'b', Source: 's' }] },
    'accepted',
  ],
  [
    'events:putEvents',
    { Entries: [{ Detail: {}, detailType: 'd' }] },
    refused(`The field "detailType" is not supported by Step Functions at ${at}/Entries[0]`),
  ],
  ['states:startExecution', { StateMachineArn: 'm', Input: { any: 1 }, Name: 'n' }, 'accepted'],
  [
    'states:startExecution.sync:2',
    { Input: {} },
    refused(`The field 'StateMachineArn' is required but was missing at ${at}`),
  ],
  ['apigateway:invoke', { ApiEndpoint: 'a', Method: 'GET', Path: '/', AuthType: 'NO_AUTH' }, 'accepted'],
  ['http:invoke', { Method: 'GET' }, refused(`The field 'ApiEndpoint' is required but was missing at ${at}`)],
  ['aws-sdk:sqs:sendMessage', { Whatever: 1 }, 'accepted'],
])('%s %j: %s', (integration, Parameters, expected) => {
  expect(refusal(integration, { Parameters })).toEqual(expected);
});

test.each<[name: string, state: JsonObject, refusal: string]>([
  ['arguments that are one expression', { Arguments: '{% $states.input %}' }, 'accepted'],
  ['expressions for members', { Arguments: { FunctionName: '{% $f %}', Payload: { a: '{% 1 %}' } } }, 'accepted'],
  ['no arguments', {}, 'accepted'],
  [
    'an unknown field',
    { Arguments: { FunctionName: 'f', X: '{% 1 %}' } },
    refused('The field "X" is not supported by Step Functions at /States/T/Arguments'),
  ],
])('JSONata: %s', (_name, state, expected) => {
  expect(refusal('lambda:invoke', { QueryLanguage: 'JSONata', ...state })).toBe(expected);
});
