import { expect, test } from 'vitest';
import type { Execution, Status } from '../aws/types.ts';
import { merged } from './use-executions.ts';

const execution = (name: string, startDate: number, status: Status = 'RUNNING'): Execution => ({
  executionArn: `arn:${name}`,
  stateMachineArn: 'arn:machine',
  name,
  status,
  startDate,
});

const list = [execution('b', 2), execution('a', 1)];
const names = (executions: readonly Execution[]) => executions.map(({ name, status }) => `${name}:${status}`);

test.each([
  ['a new one comes first', [execution('c', 3)], {}, ['c:RUNNING', 'b:RUNNING', 'a:RUNNING']],
  ['a known one changes in its place', [execution('a', 1, 'FAILED')], {}, ['b:RUNNING', 'a:FAILED']],
  ['what passes the filter no longer goes', [execution('b', 2, 'SUCCEEDED')], { status: 'RUNNING' }, ['a:RUNNING']],
  ['what does not match does not come', [execution('c', 3)], { name: 'A' }, ['b:RUNNING', 'a:RUNNING']],
  ['what is too late does not come', [execution('c', 3)], { to: '3' }, ['b:RUNNING', 'a:RUNNING']],
  ['what is too early does not come', [execution('z', 0)], { from: '1' }, ['b:RUNNING', 'a:RUNNING']],
  [
    'one that changes twice counts once',
    [execution('c', 3), execution('c', 3, 'FAILED')],
    {},
    ['c:FAILED', 'b:RUNNING', 'a:RUNNING'],
  ],
])('%s', (_name, changed, filter, expected) => {
  expect(names(merged(list, changed, filter))).toEqual(expected);
});
