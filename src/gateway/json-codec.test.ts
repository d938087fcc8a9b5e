import { expect, test } from 'vitest';
import { jsonDecoder, jsonEncoder } from './json-codec.ts';
import { loadServiceModel, type Shape } from './service-model.ts';

const states = loadServiceModel('stepfunctions');
const dynamo = loadServiceModel('dynamodb');
const listInput = states.operations.get('ListExecutions')?.input as Shape;
const createInput = states.operations.get('CreateStateMachine')?.input as Shape;
const putInput = dynamo.operations.get('PutItem')?.input as Shape;

test.each<[name: string, shape: Shape, body: unknown, message: string]>([
  ['text for a number', listInput, { maxResults: '1' }, 'STRING_VALUE can not be converted to an Integer'],
  ['true for a number', listInput, { maxResults: true }, 'TRUE_VALUE can not be converted to an Integer'],
  ['a list for a number', listInput, { maxResults: [1] }, 'Start of list found where not expected'],
  [
    'an object for a number',
    listInput,
    { maxResults: { a: 1 } },
    'Start of structure or map found where not expected.',
  ],
  ['a number for a text', listInput, { stateMachineArn: 1 }, 'NUMBER_VALUE can not be converted to a String'],
  ['false for a text', listInput, { stateMachineArn: false }, 'FALSE_VALUE can not be converted to a String'],
  ['a text for a list', createInput, { tags: 'x' }, 'Expected list or null'],
  ['an object for a list', createInput, { tags: {} }, 'Start of structure or map found where not expected.'],
  ['a text for a structure', createInput, { tracingConfiguration: 'x' }, 'Expected null'],
  ['a list for a structure', createInput, { tracingConfiguration: [] }, 'Start of list found where not expected'],
  ['a number in a list of structures', createInput, { tags: [1] }, 'Expected null'],
  ['bad base64', putInput, { Item: { a: { B: '%%' } } }, ''],
  ['a number beyond its type', listInput, { maxResults: 2 ** 31 }, ''],
])('%s is refused', (_name, shape, body, message) => {
  expect(() => jsonDecoder(shape, 'member')(body)).toThrow(
    expect.objectContaining({ code: 'SerializationException', message }),
  );
});

test('nulls and unknown members are ignored; fractions are cut off', () => {
  const body = JSON.parse(
    '{"stateMachineArn":"a","maxResults":7.9,"nextToken":null,"Foo":1,"__proto__":{"x":1},"constructor":2}',
  );
  expect(jsonDecoder(listInput, 'member')(body)).toEqual({ stateMachineArn: 'a', maxResults: 7 });
  expect(jsonDecoder(createInput, 'member')({ tags: [null, { key: 'k' }] })).toEqual({ tags: [{ key: 'k' }] });
});

test('recursive shapes, and keys that JavaScript holds dear', () => {
  const item = JSON.parse('{"Item":{"__proto__":{"M":{"a":{"L":[{"N":"1"},{"B":"AQI="}]}}},"toString":{"NULL":true}}}');
  const input = jsonDecoder(putInput, 'member')(item) as { Item: Record<string, unknown> };
  expect(Object.keys(input.Item)).toEqual(['__proto__', 'toString']);
  expect(Object.getPrototypeOf(input.Item)).toBe(Object.prototype);
  expect(JSON.stringify(jsonEncoder(putInput, 'member')(input))).toBe(JSON.stringify(item));
});

test('what an operation answers beyond the model does not leave', () => {
  const output = states.operations.get('StartExecution')?.output as Shape;
  const date = new Date(1_700_000_000_123);
  expect(jsonEncoder(output, 'member')({ executionArn: 'a', startDate: date, extra: 1 })).toEqual({
    executionArn: 'a',
    startDate: 1_700_000_000.123,
  });
  expect(jsonEncoder(output, 'member')({ executionArn: undefined, startDate: 1.5 })).toEqual({ startDate: 1.5 });
  expect(jsonEncoder(output, 'member')({ startDate: '2023-11-14T22:13:20.123Z' })).toEqual({
    startDate: 1_700_000_000.123,
  });
});
