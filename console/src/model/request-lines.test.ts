import { expect, test } from 'vitest';
import type { LogLine } from '../aws/types.ts';
import { linesOfRequest, requestIdOf } from './request-lines.ts';

const line = (logStream: string, message: string): LogLine => ({
  functionName: 'f',
  logStream,
  timestampMs: 0,
  message,
});

const lines = [
  line('a', 'INIT_START'),
  line('a', 'START RequestId: 1 Version: $LATEST'),
  line('b', 'START RequestId: 2 Version: $LATEST'),
  line('a', 'one'),
  line('b', 'two'),
  line('a', 'END RequestId: 1'),
  line('a', 'REPORT RequestId: 1 Duration: 1 ms'),
  line('a', 'START RequestId: 3 Version: $LATEST'),
];

test.each([
  ['1', ['START RequestId: 1 Version: $LATEST', 'one', 'END RequestId: 1', 'REPORT RequestId: 1 Duration: 1 ms']],
  ['2', ['START RequestId: 2 Version: $LATEST', 'two']],
  ['9', []],
])('lines of request %s', (requestId, expected) => {
  expect(linesOfRequest(lines, requestId).map(({ message }) => message)).toEqual(expected);
});

test('the request is named in what the invocation returned', () => {
  const output = '{"Payload":{"RequestId":"no"},"SdkResponseMetadata":{"RequestId":"12-ab"},"StatusCode":200}';
  expect(requestIdOf(output)).toBe('12-ab');
  expect([requestIdOf('{"RequestId":"x"}'), requestIdOf(undefined)]).toEqual([undefined, undefined]);
});
