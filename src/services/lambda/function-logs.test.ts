import { expect, test } from 'vitest';
import type { LogLine } from '../../functions/function-runner.ts';
import { FunctionLogs } from './function-logs.ts';

const line = (n: number, functionName = 'f'): LogLine => ({
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  functionName,
  version: '1',
  logStream: 's',
  timestampMs: n,
  message: `m${n}`,
});

async function all(lines: AsyncIterable<LogLine>): Promise<number[]> {
  const got: number[] = [];
  for await (const { timestampMs } of lines) got.push(timestampMs);
  return got;
}

test('reads what is kept, since a time', async () => {
  const handed: LogLine[] = [];
  const logs = new FunctionLogs({ sink: (one) => handed.push(one) });
  for (let n = 0; n < 5; n++) logs.write(line(n));
  logs.write(line(9, 'other'));
  expect(await all(logs.read('f'))).toEqual([0, 1, 2, 3, 4]);
  expect(await all(logs.read('f', { sinceMs: 3 }))).toEqual([3, 4]);
  expect(await all(logs.read('unknown'))).toEqual([]);
  expect(handed).toHaveLength(6);
});

test('is bounded by lines and by characters', async () => {
  const few = new FunctionLogs({ maxLines: 10 });
  for (let n = 0; n < 1_000; n++) few.write(line(n));
  const kept = await all(few.read('f'));
  expect(kept.length).toBeLessThanOrEqual(13);
  expect(kept.at(-1)).toBe(999);
  const short = new FunctionLogs({ maxChars: 100 });
  for (let n = 0; n < 100; n++) short.write({ ...line(n), message: 'x'.repeat(30) });
  expect((await all(short.read('f'))).length).toBeLessThanOrEqual(4);
});

test('a follower gets each line once, in order, across drops, until it is told to stop', async () => {
  const logs = new FunctionLogs({ maxLines: 4 });
  const abort = new AbortController();
  const got: number[] = [];
  const reading = (async () => {
    for await (const { timestampMs } of logs.read('f', { follow: true, signal: abort.signal })) {
      got.push(timestampMs);
      if (timestampMs === 99) abort.abort();
    }
  })();
  for (let n = 0; n < 100; n++) {
    logs.write(line(n));
    await new Promise(setImmediate);
  }
  await reading;
  expect(got).toEqual(Array.from({ length: 100 }, (_, n) => n));
});
