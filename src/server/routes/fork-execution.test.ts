import { expect, test } from 'vitest';
import type { Engine, ForkRequest, ForkResult } from '../../engine/engine.ts';
import type { OwnRequest } from '../../gateway/own-routes.ts';
import { forkExecutionRoute } from './fork-execution.ts';

const SOURCE = 'arn:aws:states:us-east-1:000000000000:execution:orders:first';

async function fork(body: unknown, result: ForkResult = { type: 'NoPlace' }) {
  const asked: ForkRequest[] = [];
  const engine = {
    fork: async (request: ForkRequest) => {
      asked.push(request);
      return result;
    },
  } as unknown as Engine;
  const { handler } = forkExecutionRoute(() => ({ engine }));
  const request = { body: async () => Buffer.from(JSON.stringify(body)) } as OwnRequest;
  const { status = 200, body: answer } = await handler(request);
  return { status, answer: JSON.parse(answer as string) as { message?: string; executionArn?: string }, asked };
}

test('the fork has the name that was asked for, beside the one that it comes from', async () => {
  const record = {} as Extract<ForkResult, { type: 'Forked' }>['record'];
  const { status, answer, asked } = await fork(
    { executionArn: SOURCE, eventId: 7, name: 'second' },
    { type: 'Forked', record, eventId: 5 },
  );
  const executionArn = SOURCE.replace('first', 'second');
  expect(asked).toEqual([{ sourceArn: SOURCE, eventId: 7, executionArn, executionName: 'second' }]);
  expect([status, answer]).toEqual([200, { executionArn, eventId: 5 }]);
});

test('a name is made up', async () => {
  const { asked } = await fork({ executionArn: SOURCE, eventId: 7 });
  expect(asked[0]!.executionArn).toBe(SOURCE.replace('first', asked[0]!.executionName));
  expect(asked[0]!.executionName).toMatch(/^[\da-f-]{36}$/);
});

test.each<[string, unknown, ForkResult, number]>([
  ['no such execution', { executionArn: SOURCE, eventId: 1 }, { type: 'NotFound' }, 404],
  ['a name that is taken', { executionArn: SOURCE, eventId: 1, name: 'x' }, { type: 'Exists' }, 409],
  ['nowhere to go on from', { executionArn: SOURCE, eventId: 1 }, { type: 'NoPlace' }, 409],
  ['no event', { executionArn: SOURCE }, { type: 'NoPlace' }, 400],
  ['half an event', { executionArn: SOURCE, eventId: 1.5 }, { type: 'NoPlace' }, 400],
  ['a name with a space', { executionArn: SOURCE, eventId: 1, name: 'a b' }, { type: 'NoPlace' }, 400],
  ['a list', [], { type: 'NoPlace' }, 400],
  ['null', null, { type: 'NoPlace' }, 400],
])('%s', async (_name, body, result, expected) => {
  const { status, answer } = await fork(body, result);
  expect(status).toBe(expected);
  expect(answer.message).toBeTruthy();
});
