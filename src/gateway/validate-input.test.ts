import { expect, test } from 'vitest';
import { compilePattern } from './compile-pattern.ts';
import { enumInAwsOrder } from './enum-order.ts';
import { ApiError } from './operation.ts';
import { loadServiceModel, type OperationModel } from './service-model.ts';
import { validateInput } from './validate-input.ts';

function failure(service: string, operation: string, input: unknown): { code: string; message: string } | undefined {
  const model = loadServiceModel(service);
  try {
    validateInput(model, model.operations.get(operation) as OperationModel, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { code: error.code, message: error.message };
  }
}

const one = (sentence: string) => `1 validation error detected: ${sentence}`;
const alias = (name: string) => ({
  name,
  routingConfiguration: [
    { stateMachineVersionArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m:1', weight: 100 },
  ],
});

test.each<[name: string, service: string, operation: string, input: unknown, message: string]>([
  [
    'a number too large',
    'stepfunctions',
    'ListExecutions',
    { maxResults: 1001 },
    one("Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"),
  ],
  [
    'a text too long',
    'stepfunctions',
    'ListExecutions',
    { nextToken: 'x'.repeat(3097) },
    one(
      `Value '${'x'.repeat(3097)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`,
    ),
  ],
  [
    'an enum, in the order of a hash set',
    'stepfunctions',
    'ListExecutions',
    { statusFilter: 'succeeded' },
    one(
      "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ),
  ],
  [
    'a pattern',
    'stepfunctions',
    'CreateStateMachineAlias',
    alias('123'),
    one(
      "Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$",
    ),
  ],
  [
    'something missing',
    'stepfunctions',
    'StartExecution',
    {},
    one("Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"),
  ],
  [
    'a secret is not repeated',
    'stepfunctions',
    'CreateStateMachine',
    { name: 'n', roleArn: 'arn', definition: '' },
    one("Value at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1"),
  ],
  [
    'two errors, in the order of the model',
    'stepfunctions',
    'CreateStateMachine',
    { roleArn: 'r', definition: '{}', type: 'standard' },
    "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value 'standard' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [EXPRESS, STANDARD]",
  ],
  [
    'inside a list',
    'stepfunctions',
    'CreateStateMachineAlias',
    { ...alias('a'), routingConfiguration: [{ stateMachineVersionArn: 'arn', weight: 101 }] },
    one(
      "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ),
  ],
  [
    'a list of texts, reported once',
    'stepfunctions',
    'UntagResource',
    { resourceArn: 'arn', tagKeys: ['fine', ''] },
    one(
      "Value '[fine, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must not be null]",
    ),
  ],
])('%s', (_name, service, operation, input, message) => {
  const given =
    service === 'stepfunctions' && operation === 'ListExecutions'
      ? { stateMachineArn: 'arn', ...(input as object) }
      : input;
  expect(failure(service, operation, given)).toEqual({ code: 'ValidationException', message });
});

test.each<[service: string, operation: string, input: unknown, code: string, message: RegExp]>([
  ['iam', 'CreateRole', {}, 'ValidationError', /^2 validation errors detected: Value null at 'roleName'/],
  [
    'sts',
    'AssumeRole',
    { RoleArn: 'x'.repeat(30), RoleSessionName: '!' },
    'ValidationError',
    /^2 .* at 'roleSessionName'/,
  ],
  [
    'logs',
    'CreateLogGroup',
    { logGroupName: '!' },
    'InvalidParameterException',
    /^1 validation error detected: Value '!' at 'logGroupName'/,
  ],
  [
    'sqs',
    'SendMessage',
    { QueueUrl: 'u' },
    'MissingParameter',
    /^The request must contain the parameter MessageBody\.$/,
  ],
  ['sns', 'Publish', {}, 'InvalidParameter', /Message Reason: no value for required parameter/],
  ['s3', 'DeleteObjects', { Bucket: 'b' }, 'MissingRequestBodyError', /^Request Body is empty$/],
  ['s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{}] } }, 'MalformedXML', /^The XML you provided/],
  ['dynamodb', 'GetItem', { TableName: '/' }, 'ValidationException', /at 'key' failed/],
])('%s %s has its own exception', (service, operation, input, code, message) => {
  expect(failure(service, operation, input)).toEqual({ code, message: expect.stringMatching(message) });
});

test('what is right passes; lengths are counted in code points', () => {
  expect(failure('stepfunctions', 'StartExecution', { stateMachineArn: 'arn', name: '😀'.repeat(80) })).toBeUndefined();
  expect(failure('stepfunctions', 'StartExecution', { stateMachineArn: 'arn', name: '😀'.repeat(81) })).toBeDefined();
  expect(failure('stepfunctions', 'ListStateMachines', { maxResults: 0 })).toBeUndefined();
});

test('limits can be lifted one by one', () => {
  const model = loadServiceModel('stepfunctions');
  const operation = model.operations.get('StartExecution') as OperationModel;
  const input = { stateMachineArn: 'arn', input: 'x'.repeat(300_000) };
  expect(() => validateInput(model, operation, input)).toThrow('less than or equal to 262144');
  validateInput(model, operation, input, (_model, _operation, member) => member === 'input');
});

test.each<[source: string, accepts: string, refuses: string]>([
  ['\\p{ASCII}*', 'a~', 'ä'],
  ['[\\p{ASCII}]*', 'a~', 'ä'],
  ['[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*', 'Größe 1', '#'],
  ['(?s)a.*', 'a\nb', 'b'],
  ['^[a-z]+$', 'abc', 'abc\n'],
  ['[\\w+=,.@-]+', 'a-b', 'a b'],
])('the pattern %s', (source, accepts, refuses) => {
  const pattern = compilePattern(source);
  expect(pattern?.test(accepts)).toBe(true);
  expect(pattern?.test(refuses)).toBe(false);
});

test.each<[shape: string, printed: string]>([
  ['ReturnValue', 'ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW'],
  ['ComparisonOperator', 'IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS'],
  ['Select', 'SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES'],
  ['ReturnItemCollectionMetrics', 'SIZE, NONE'],
  ['ConditionalOperator', 'OR, AND'],
])('the values of %s in the order that AWS prints', (shape, printed) => {
  expect(enumInAwsOrder(loadServiceModel('dynamodb').shape(shape).enum as string[]).join(', ')).toBe(printed);
});
