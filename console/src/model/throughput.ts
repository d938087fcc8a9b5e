/** Executions by the minute in which they ended. */
import type { Execution } from '../aws/types.ts';

export interface Throughput {
  /** Begin of each minute, seconds since the epoch. */
  readonly times: readonly number[];
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
}

export function throughput(executions: readonly Execution[], nowMs: number, minutes: number): Throughput {
  const last = Math.floor(nowMs / 60_000);
  const succeeded = new Array<number>(minutes).fill(0);
  const failed = new Array<number>(minutes).fill(0);
  for (const { status, stopDate } of executions) {
    if (stopDate === undefined || status === 'RUNNING') continue;
    const slot = minutes - 1 - (last - Math.floor(stopDate / 60));
    if (slot < 0 || slot >= minutes) continue;
    const row = status === 'SUCCEEDED' ? succeeded : failed;
    row[slot]!++;
  }
  return { times: succeeded.map((_, i) => (last - minutes + 1 + i) * 60), succeeded, failed };
}
