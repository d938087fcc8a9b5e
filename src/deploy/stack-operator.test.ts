import { expect, test } from 'vitest';
import type { AwsCaller, CallResult } from '../connectors/aws-caller.ts';
import type { RecordCollection } from '../store/records.ts';
import type { Stack } from './stack.ts';
import type { StackEventRecord } from './stack-events.ts';
import { StackOperator } from './stack-operator.ts';

function memory<T>(): RecordCollection<T> {
  const map = new Map<string, string>();
  const get = (key: string): T | undefined => (map.has(key) ? (JSON.parse(map.get(key)!) as T) : undefined);
  return {
    get,
    has: (key) => map.has(key),
    put: async (key, value) => void map.set(key, JSON.stringify(value)),
    delete: async (key) => map.delete(key),
    list: ({ prefix = '' } = {}) =>
      [...map.keys()]
        .sort()
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({ key, value: get(key)! })),
    count: () => map.size,
  };
}

const place = { region: 'us-east-1', account: '000000000000' };
const template = 'Resources: {A: {Type: AWS::S3::Bucket, Properties: {BucketName: a}}}';
const order = { ...place, stackName: 'demo', template, parameters: {}, onFailure: 'ROLLBACK' as const };

/** Every bucket waits until it is let through. */
function setup() {
  let letThrough: (isRight: boolean) => void = () => {};
  const gate = new Promise<boolean>((resolve) => {
    letThrough = resolve;
  });
  const caller: AwsCaller = {
    supports: () => true,
    async call({ operation }): Promise<CallResult> {
      const fails = operation === 'CreateBucket' && !(await gate);
      const common = { status: fails ? 400 : 200, requestId: 'r' };
      return fails
        ? { ok: false, code: 'Boom', message: 'no', fault: 'client', ...common }
        : { ok: true, output: {}, ...common };
    },
  };
  const stacks = memory<Stack>();
  const events = memory<StackEventRecord>();
  let ids = 0;
  const tools = { caller, stacks, now: () => 7, newId: () => `id-${++ids}` };
  const operator = new StackOperator({ tools: () => tools, events, deleted: memory<Stack>() });
  const told = (stackId: string) =>
    operator
      .eventsOf(stackId)
      .map(({ logicalId, status }) => `${logicalId} ${status}`)
      .reverse();
  return { operator, stacks, letThrough, told };
}

test('one order at a time: a second one for the same stack is refused while the first runs', async () => {
  const { operator, letThrough } = setup();
  const { stackId, done } = await operator.begin(order);
  await expect(operator.begin(order)).rejects.toThrow(
    `Stack:${stackId} is in CREATE_IN_PROGRESS state and can not be updated.`,
  );
  const other = await operator.begin({ ...order, stackName: 'other' });
  letThrough(true);
  expect([(await done).status, (await other.done).status]).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  const again = await operator.begin(order);
  expect((await again.done).status).toBe('UPDATE_COMPLETE');
});

test('a failure is told with its reason, and a deleted stack is found by its id alone', async () => {
  const { operator, letThrough, told } = setup();
  const { stackId, done } = await operator.begin(order);
  letThrough(false);
  await expect(done).rejects.toThrow('A (AWS::S3::Bucket): Boom: no');
  expect(told(stackId)).toEqual([
    'demo CREATE_IN_PROGRESS',
    'A CREATE_IN_PROGRESS',
    'A CREATE_FAILED',
    'demo ROLLBACK_IN_PROGRESS',
    'demo ROLLBACK_COMPLETE',
  ]);
  expect(operator.find('demo', place)).toMatchObject({
    status: 'ROLLBACK_COMPLETE',
    reason: 'A (AWS::S3::Bucket): Boom: no',
  });
  await operator.beginDeletion('demo', place)?.done;
  expect(operator.find('demo', place)).toBeUndefined();
  expect(operator.find(stackId, place)?.status).toBe('DELETE_COMPLETE');
  expect(operator.beginDeletion('demo', place)).toBeUndefined();
});

test('what an earlier run left in the middle is failed at the start, and the next deployment takes it up', async () => {
  const { operator, stacks, letThrough, told } = setup();
  letThrough(true);
  const first = await (await operator.begin(order)).done;
  await stacks.put('demo', { ...first, status: 'UPDATE_IN_PROGRESS' });
  await operator.start();
  expect(operator.find('demo', place)).toMatchObject({
    status: 'UPDATE_FAILED',
    reason: 'The server was stopped before this ended',
  });
  expect(told(first.stackId).at(-1)).toBe('demo UPDATE_FAILED');
  expect((await (await operator.begin(order)).done).status).toBe('UPDATE_COMPLETE');
});

test('a plan touches nothing and tells what would change', async () => {
  const { operator, letThrough, stacks } = setup();
  expect(await operator.plan(order)).toMatchObject({ isEmpty: false, changes: [{ action: 'Add', logicalId: 'A' }] });
  expect(stacks.count()).toBe(0);
  letThrough(true);
  await (await operator.begin(order)).done;
  expect(await operator.plan(order)).toEqual({ changes: [], isEmpty: true });
  const next = template.replace('BucketName: a', 'BucketName: b').replace('}}}', '}}, B: {Type: AWS::S3::Bucket}}');
  const { changes } = await operator.plan({ ...order, template: next });
  expect(changes.map(({ action, logicalId, properties }) => [action, logicalId, properties])).toEqual([
    ['Modify', 'A', ['BucketName']],
    ['Add', 'B', []],
  ]);
  const gone = await operator.plan({ ...order, template: 'Resources: {C: {Type: AWS::SQS::Queue}}' });
  expect(gone.changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(['Add C', 'Remove A']);
  const tagged = await operator.plan({ ...order, tags: [{ Key: 'a', Value: 'b' }] });
  expect(tagged.changes).toMatchObject([{ action: 'Modify', logicalId: 'A', scope: ['Tags'] }]);
});
