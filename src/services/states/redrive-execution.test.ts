import { describe, expect, test } from 'vitest';
import { ARN, createTestStates } from './states.testing.ts';

const executionArn = `${ARN}:execution:m:e`;
const DAY_MS = 86_400_000;

async function ended(status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'SUCCEEDED' | 'RUNNING', more: object = {}) {
  const states = createTestStates();
  await states.create('m');
  await states.call('StartExecution', { stateMachineArn: `${ARN}:stateMachine:m`, name: 'e' });
  if (status !== 'RUNNING') states.engine.end(executionArn, { status, ...more });
  return states;
}

describe('RedriveExecution', () => {
  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('%s can be redriven', async (status) => {
    const { call } = await ended(status);
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({ redriveStatus: 'REDRIVABLE' });
    const { redriveDate } = await call('RedriveExecution', { executionArn });
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      redriveDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
  });

  test.each<[why: string, states: () => ReturnType<typeof ended>, reason: string]>([
    ['it runs', () => ended('RUNNING'), 'Execution is RUNNING and cannot be redriven'],
    ['it has succeeded', () => ended('SUCCEEDED'), 'Execution is SUCCEEDED and cannot be redriven'],
    ['it was redriven too often', () => ended('FAILED', { redriveCount: 1_000 }), 'Execution redrive limit exceeded'],
    [
      'it ended too long ago',
      async () => {
        const states = await ended('FAILED');
        states.clock.advance(15 * DAY_MS);
        return states;
      },
      'Execution redrivable period exceeded',
    ],
    [
      'it began more than a year ago',
      async () => {
        const states = await ended('FAILED', { stopMs: 366 * DAY_MS });
        states.clock.advance(367 * DAY_MS);
        return states;
      },
      'Execution has exceeded the max execution time',
    ],
  ])('not if %s', async (_why, states, reason) => {
    const { call } = await states();
    await expect(call('RedriveExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: `Execution Not Redrivable: '${reason}'`,
    });
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: reason,
    });
  });

  test('not with a full history', async () => {
    const { call, engine } = await ended('FAILED');
    engine.events.length = 24_999;
    await expect(call('RedriveExecution', { executionArn })).rejects.toMatchObject({
      message: "Execution Not Redrivable: 'Execution history event limit exceeded'",
    });
  });

  test('a repeated request answers as the first did, for a quarter of an hour', async () => {
    const { call, clock, engine } = await ended('FAILED');
    const first = await call('RedriveExecution', { executionArn, clientToken: 'token' });
    expect(await call('RedriveExecution', { executionArn, clientToken: 'token' })).toEqual(first);
    engine.end(executionArn, { status: 'FAILED' });
    expect(await call('RedriveExecution', { executionArn, clientToken: 'token' })).toEqual(first);
    expect(engine.records.get(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    clock.advance(16 * 60_000);
    await call('RedriveExecution', { executionArn, clientToken: 'token' });
    expect(engine.records.get(executionArn)).toMatchObject({ status: 'RUNNING', redriveCount: 2 });
  });

  test.each([
    [`${ARN}:execution:m:other`, 'ExecutionDoesNotExist', `Execution Does Not Exist: '${ARN}:execution:m:other'`],
    [`${ARN}:express:m:e:id`, 'InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'"],
    ['arn', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: arn'"],
  ])('%s: %s', async (arn, code, message) => {
    const { call } = await ended('FAILED');
    await expect(call('RedriveExecution', { executionArn: arn })).rejects.toMatchObject({ code, message });
  });

  test('the list tells redriven executions from others', async () => {
    const { call } = await ended('FAILED');
    const list = async (redriveFilter: string) =>
      (await call('ListExecutions', { stateMachineArn: `${ARN}:stateMachine:m`, redriveFilter })).executions;
    expect([await list('REDRIVEN'), (await list('NOT_REDRIVEN')).length]).toEqual([[], 1]);
    await call('RedriveExecution', { executionArn });
    expect([(await list('REDRIVEN')).length, await list('NOT_REDRIVEN')]).toEqual([1, []]);
  });
});
