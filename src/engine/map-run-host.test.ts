import { expect, test } from 'vitest';
import { awsLimits } from '../asl/limits.ts';
import type { Engine } from './engine.ts';
import type { ExecutionHost } from './execution-host.ts';
import { mapRunHost } from './map-run-host.ts';

const DAY_MS = 86_400_000;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html */
test.each<[name: string, status: string, daysAgo: number, days: number, events: number, obstacle?: string]>([
  ['ended today', 'FAILED', 0, 1, 5],
  ['ended within 14 days', 'ABORTED', 14, 1, 5],
  ['ended before that', 'TIMED_OUT', 15, 1, 5, 'Execution redrivable period exceeded'],
  ['began a year ago', 'FAILED', 1, 365, 5, 'Execution has exceeded the max execution time'],
  ['has a history with room', 'FAILED', 0, 1, awsLimits.historyEvents - 2],
  ['has a full history', 'FAILED', 0, 1, awsLimits.historyEvents - 1, 'Execution history event limit exceeded'],
  ['succeeded', 'SUCCEEDED', 0, 1, 5, 'Execution is SUCCEEDED and cannot be redriven'],
])(
  'a Standard child that %s is redriven with its map run: %#',
  async (_name, status, daysAgo, days, events, obstacle) => {
    const nowMs = 1_000 * DAY_MS;
    const stopMs = nowMs - daysAgo * DAY_MS;
    const redriven: string[] = [];
    const engine = {
      describe: async () => ({ status, redriveCount: 3, startMs: stopMs - days * DAY_MS, stopMs }),
      history: async () => Array.from({ length: events }),
      redrive: async (executionArn: string) => void redriven.push(executionArn),
    } as unknown as Engine;
    const host = { clock: { now: () => nowMs } } as unknown as ExecutionHost;
    const { redrive, redriveOf } = mapRunHost(engine, host, awsLimits, {} as never);
    expect(await redriveOf('child')).toEqual({ count: 3, ...(obstacle !== undefined && { obstacle }) });
    await redrive('child');
    expect(redriven).toEqual(obstacle === undefined ? ['child'] : []);
  },
);
