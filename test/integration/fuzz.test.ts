/**
 * Whatever comes over HTTP, a real server answers it: a right definition creates, a wrong one gets a typed error, and nothing gives a 500 or ends
 * the process. STEPWELL_FUZZ_RUNS sets the number of random payloads, STEPWELL_FUZZ_SEED the seed: the same one each time unless told, so that a landing does not hang on chance.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arbitraryMutation } from '../../src/asl/arbitrary-mutation.ts';
import { arbitraryDefinition, arbitraryInput } from '../../src/asl/arbitrary-state-machine.ts';
import { type ArbitraryCall, arbitraryCall, type Pool } from './arbitrary-payload.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const PAYLOADS = Number(process.env['STEPWELL_FUZZ_RUNS'] ?? 5_000);
const SEED = Number(process.env['STEPWELL_FUZZ_SEED'] ?? 20_261_121);
const IN_FLIGHT = 16;
const BATCH = 500;

const roleArn = 'arn:aws:iam::000000000000:role/test';
const arn = 'arn:aws:states:us-east-1:000000000000';
/** These wait for something to happen: they are left alone after a while. */
const WAITING = new Set(['GetActivityTask', 'StartSyncExecution', 'TestState']);

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-fuzz-'));
  server = await startServer({ dataDir: join(folder, 'data'), args: ['--log-level', 'error'] });
});
afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the operation answers.
  readonly body: any;
}

async function send(operation: string, body: string, patienceMs?: number): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
    body,
    ...(patienceMs !== undefined && { signal: AbortSignal.timeout(patienceMs) }),
  });
  return { status: response.status, body: await response.json() };
}

const call = (operation: string, input: object): Promise<Answer> => send(operation, JSON.stringify(input));

/** Does `work` for each item, a few at a time. */
async function forEach<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function createAndRun(name: string, definition: unknown, input: unknown): Promise<Answer> {
  const created = await call('CreateStateMachine', { name, roleArn, definition: JSON.stringify(definition) });
  if (created.status !== 200) return created;
  const { stateMachineArn } = created.body;
  const started = await call('StartExecution', { stateMachineArn, name: 'e', input: JSON.stringify(input) });
  expect(started.status, `${JSON.stringify(started.body)} of ${JSON.stringify(definition)}`).toBe(200);
  return created;
}

/** An execution that met a bug says so in its cause. */
async function expectNoBugs(): Promise<void> {
  const machines = await pages('ListStateMachines', {}, 'stateMachines');
  await forEach(machines, async ({ stateMachineArn, type }) => {
    if (type !== 'STANDARD') return;
    for (const { executionArn } of await pages(
      'ListExecutions',
      { stateMachineArn, statusFilter: 'FAILED' },
      'executions',
    )) {
      const { body } = await call('DescribeExecution', { executionArn });
      expect(body.cause ?? '', executionArn).not.toContain('Internal error');
    }
  });
}

// biome-ignore lint/suspicious/noExplicitAny: items of a list as they come.
async function pages(operation: string, input: object, member: string): Promise<any[]> {
  const items = [];
  let nextToken: string | undefined;
  do {
    const { body } = await call(operation, { ...input, maxResults: 1_000, ...(nextToken && { nextToken }) });
    items.push(...body[member]);
    nextToken = body.nextToken;
  } while (nextToken !== undefined);
  return items;
}

test('a random valid definition creates and runs; a mutation of it does, or gets a typed validation error', async () => {
  const options = { mostWaitSeconds: 0 };
  const right = fc.sample(fc.tuple(arbitraryDefinition(options), arbitraryInput()), { numRuns: 200, seed: SEED });
  await forEach(right, async ([definition, input], index) => {
    const created = await createAndRun(`right-${index}`, definition, input);
    expect(created.status, `seed ${SEED}: ${JSON.stringify(created.body)} of ${JSON.stringify(definition)}`).toBe(200);
  });
  const wrong = fc.sample(fc.tuple(arbitraryMutation(options), arbitraryInput()), { numRuns: 600, seed: SEED });
  await forEach(wrong, async ([definition, input], index) => {
    const { status, body } = await createAndRun(`wrong-${index}`, definition, input);
    const told = `seed ${SEED}: ${status} ${JSON.stringify(body)} of ${JSON.stringify(definition)}`;
    if (status !== 200) expect([status, body.__type?.split('#').at(-1)], told).toEqual([400, 'InvalidDefinition']);
  });
  await expectNoBugs();
});

/** Things that are there, so that random requests meet something. */
async function furnish(): Promise<Pool> {
  const definition = JSON.stringify({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Fail' }, Fail: { Type: 'Fail' } },
  });
  const machine = { roleArn, definition, publish: true };
  const standard = (await call('CreateStateMachine', { ...machine, name: 'standard' })).body;
  const express = (await call('CreateStateMachine', { ...machine, name: 'express', type: 'EXPRESS' })).body;
  const activity = (await call('CreateActivity', { name: 'activity' })).body.activityArn;
  const versions = [standard.stateMachineVersionArn, express.stateMachineVersionArn];
  const alias = await call('CreateStateMachineAlias', {
    name: 'alias',
    routingConfiguration: [{ stateMachineVersionArn: versions[0], weight: 100 }],
  });
  const { stateMachineArn } = standard;
  const execution = (await call('StartExecution', { stateMachineArn, name: 'execution' })).body.executionArn;
  const machines = [stateMachineArn, express.stateMachineArn, ...versions, `${arn}:stateMachine:none`];
  return {
    stateMachineArn: machines,
    stateMachineVersionArn: versions,
    stateMachineAliasArn: [alias.body.stateMachineAliasArn],
    executionArn: [execution, `${arn}:execution:standard:other`, `${arn}:express:express:e:id`],
    activityArn: [activity, `${arn}:activity:other`],
    mapRunArn: [`${arn}:mapRun:standard/map:id`],
    resourceArn: [...machines, activity],
    name: ['standard', 'express', 'execution', 'alias', 'activity', 'n1', 'n2', 'n3'],
    roleArn: [roleArn],
    clientToken: ['one', 'two'],
  };
}

test(`${PAYLOADS} random payloads: no 500, no crash`, { timeout: 1_800_000 }, async () => {
  const calls = arbitraryCall('stepfunctions', await furnish());
  const statuses = new Map<number, number>();
  for (let done = 0; done < PAYLOADS; done += BATCH) {
    const seed = SEED + done;
    const batch = fc.sample(calls, { numRuns: Math.min(BATCH, PAYLOADS - done), seed });
    await forEach(batch, async (one) => {
      const status = await statusOf(one);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status, `seed ${seed}: ${JSON.stringify(one)}`).toBeLessThan(500);
    });
    expect(server.process.exitCode, `seed ${seed}: the server ended`).toBe(null);
  }
  // A generator that only ever meets the first check proves nothing.
  // What was not waited for got past it. Which calls come first is chance: what one deletes, the next does not find.
  expect(((statuses.get(200) ?? 0) + (statuses.get(0) ?? 0)) / PAYLOADS).toBeGreaterThan(0.05);
  await expectNoBugs();
});

/** The status, and 0 for an answer that was not waited for. */
async function statusOf({ operation, body }: ArbitraryCall): Promise<number> {
  try {
    return (await send(operation, body, WAITING.has(operation) ? 300 : 30_000)).status;
  } catch (error) {
    if (WAITING.has(operation) && (error as Error).name === 'TimeoutError') return 0;
    throw new Error(`no answer to ${JSON.stringify({ operation, body })}`, { cause: error });
  }
}
