import { expect, test } from 'vitest';
import { childExecutionOf } from './child-execution.ts';
import type { Visit } from './history.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:child:one';

const visit = (type: string, resourceType: string, resource: string, output: string): Visit =>
  ({ events: [{ type, details: 0, taskEventDetails: { resourceType, resource, output } }] }) as unknown as Visit;

test.each([
  ['while it runs', visit('TaskSubmitted', 'states', 'startExecution.sync:2', `{"ExecutionArn":"${ARN}","X":1}`), ARN],
  ['once it has ended', visit('TaskSucceeded', 'states', 'startExecution', `{"executionArn":"${ARN}"}`), ARN],
  ['through the SDK', visit('TaskSucceeded', 'aws-sdk:sfn', 'startExecution', `{"ExecutionArn":"${ARN}"}`), ARN],
  ['another task', visit('TaskSucceeded', 'lambda', 'invoke', `{"ExecutionArn":"${ARN}"}`), undefined],
  ['no ARN', visit('TaskSucceeded', 'states', 'startExecution', '{}'), undefined],
  ['nothing has come yet', visit('TaskScheduled', 'states', 'startExecution', ''), undefined],
])('%s', (_name, from, expected) => {
  expect(childExecutionOf(from)).toBe(expected);
});
