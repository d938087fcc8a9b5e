import { expect, test } from 'vitest';
import { awsLimits } from '../asl/limits.ts';
import type { Engine } from './engine.ts';
import type { ExecutionHost } from './execution-host.ts';
import { mapRunHost } from './map-run-host.ts';

const DAY_MS = 86_400_000;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html */
test.each<[name: string, daysAgo: number, events: number, isRedriven: boolean]>([
  ['ended today', 0, 5, true],
  ['ended within 14 days', 14, 5, true],
  ['ended before that', 15, 5, false],
  ['has a history with room', 0, awsLimits.historyEvents - 2, true],
  ['has a full history', 0, awsLimits.historyEvents - 1, false],
])('a Standard child that %s is redriven with its map run: %#', async (_name, daysAgo, events, isRedriven) => {
  const nowMs = 100 * DAY_MS;
  const redriven: string[] = [];
  const engine = {
    describe: async () => ({ stopMs: nowMs - daysAgo * DAY_MS }),
    history: async () => Array.from({ length: events }),
    redrive: async (executionArn: string) => void redriven.push(executionArn),
  } as unknown as Engine;
  const host = { clock: { now: () => nowMs } } as unknown as ExecutionHost;
  await mapRunHost(engine, host, awsLimits, {} as never).redrive('child');
  expect(redriven).toEqual(isRedriven ? ['child'] : []);
});
