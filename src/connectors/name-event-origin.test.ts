import { expect, test } from 'vitest';
import type { TaskRequest } from './connector.ts';
import { nameEventOrigin } from './name-event-origin.ts';

const request = { executionArn: 'arn:e', stateMachineArn: 'arn:m' } as TaskRequest;

test('every entry names the execution and its machine behind its own resources', () => {
  const Entries = [{ Source: 'a', Resources: ['arn:x'] }, { Source: 'b' }];
  expect(nameEventOrigin({ Entries }, request)).toEqual({
    Entries: [
      { Source: 'a', Resources: ['arn:x', 'arn:e', 'arn:m'] },
      { Source: 'b', Resources: ['arn:e', 'arn:m'] },
    ],
  });
  expect(nameEventOrigin({}, request)).toEqual({});
});
