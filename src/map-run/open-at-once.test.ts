/** The quotas of map runs and of their children, with small numbers in the place of AWS's. */
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { awsLimits, type Limits } from '../asl/limits.ts';
import type { MapState } from '../asl/state-machine.ts';
import { silentLogger } from '../runtime/logger.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import { MemoryMapRuns } from '../store/memory-map-runs.ts';
import { createMapRuns } from './create-map-runs.ts';
import type { ChildRequest, MapRunHost, MapRunOrder } from './map-runs.ts';

const arnOf = (name: string): string => `arn:aws:states:us-east-1:000000000000:mapRun:machine/label:${name}`;

function orderOf(name: string, items: readonly Json[], maxConcurrency: number): MapRunOrder {
  return {
    command: {
      type: 'StartMapRun',
      mapRunId: '0-4',
      mapRunArn: arnOf(name),
      redriveCount: 0,
      path: ['Map'],
      input: items,
      items,
      settings: { executionType: 'EXPRESS', maxConcurrency },
      variables: {},
      context: {},
    },
    parent: {
      input: items,
      executionArn: `arn:aws:states:us-east-1:000000000000:execution:machine:${name}`,
      executionName: name,
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
      stateMachineName: 'machine',
      roleArn: 'arn:aws:iam::000000000000:role/r',
      executionType: 'STANDARD',
      limits: 'aws',
    },
    revisionId: 'revision#Map',
    state: { type: 'Map', name: 'Map', queryLanguage: 'JSONPath' } as MapState,
  };
}

/** Children end when they are told to. */
function world(limits: Partial<Limits>) {
  const running: (() => void)[] = [];
  const reported: string[] = [];
  let now = 0;
  const host = {
    clock: {
      now: () => ++now,
      after(_delayMs: number, callback: () => void) {
        const handle = setImmediate(callback);
        return () => clearImmediate(handle);
      },
    },
    logger: silentLogger,
    limits: { ...awsLimits, ...limits },
    breathe: async () => {},
    runExpress(request: ChildRequest, ended: (record: ExecutionRecord) => void) {
      const record = {
        ...request,
        name: request.executionName,
        input: '1',
        startMs: now,
        stopMs: now,
        redriveCount: 0,
      };
      const end = (status: 'SUCCEEDED' | 'ABORTED'): void => ended({ ...record, status, output: '1' } as never);
      running.push(() => end('SUCCEEDED'));
      return () => end('ABORTED');
    },
    report: async (executionArn: string) => void reported.push(executionArn.split(':').at(-1)!),
  } as unknown as MapRunHost;
  const caller = { call: () => Promise.reject(new Error('not used')), supports: () => true };
  const mapRuns = createMapRuns({ journal: new MemoryMapRuns(), caller, random: () => 0, host });
  return { mapRuns, running, reported };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test.each([
  ['without a limit of the author', 0, 3],
  ['with a larger one', 5, 3],
  ['with a smaller one', 2, 2],
])('no more children than the quota run at a time %s', async (_name, maxConcurrency, expected) => {
  const { mapRuns, running, reported } = world({ distributedMapConcurrency: 3 });
  mapRuns.start(orderOf('one', [1, 2, 3, 4, 5, 6, 7], maxConcurrency));
  for (let left = 7; left > 0; ) {
    await settled();
    const batch = running.splice(0);
    expect(batch).toHaveLength(Math.min(expected, left));
    for (const end of batch) end();
    left -= batch.length;
  }
  await settled();
  expect(reported).toEqual(['one']);
});

test('map runs beyond the quota wait with no items, in their order; one that is cancelled leaves', async () => {
  const { mapRuns, running, reported } = world({ openMapRuns: 1 });
  for (const name of ['one', 'two', 'three', 'four']) mapRuns.start(orderOf(name, [1, 2], 0));
  await settled();
  expect(running).toHaveLength(2);
  const backlogged = await mapRuns.describe(arnOf('two'));
  expect(backlogged).toMatchObject({ record: { status: 'RUNNING' }, items: { running: 0, succeeded: 0 } });
  mapRuns.cancel(arnOf('two'));
  await settled();
  expect(await mapRuns.describe(arnOf('two'))).toMatchObject({ record: { status: 'ABORTED' } });
  for (const end of running.splice(0)) end();
  await settled();
  expect(reported).toEqual(['one']);
  expect(running).toHaveLength(2);
  expect(await mapRuns.describe(arnOf('three'))).toMatchObject({ items: { running: 2, total: 2 } });
  for (const end of running.splice(0)) end();
  await settled();
  for (const end of running.splice(0)) end();
  await settled();
  expect(reported).toEqual(['one', 'three', 'four']);
});
