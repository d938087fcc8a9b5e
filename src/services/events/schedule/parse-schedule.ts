/** Schedule expressions: `rate(5 minutes)` and `cron(0 12 ? * MON-FRI *)`, in UTC, to the minute. */
import { parseCron } from './cron.ts';

export interface Schedule {
  /** The first moment after `afterMs`, in milliseconds since the epoch; `undefined` when there is none. `anchorMs` is when the rule was made. */
  next(afterMs: number, anchorMs: number): number | undefined;
}

const RATE = /^rate\(([0-9]+) (minute|minutes|hour|hours|day|days)\)$/;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `undefined` for what AWS does not take: also `rate(1 minutes)` and `rate(5 minute)`. */
export function parseSchedule(expression: string): Schedule | undefined {
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1];
  if (cron !== undefined) return parseCron(cron);
  const [, digits, unit] = RATE.exec(expression) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const count = Number(digits);
  if (count < 1 || !Number.isSafeInteger(count) || unit.endsWith('s') === (count === 1)) return undefined;
  const periodMs = count * UNIT_MS[unit.replace(/s$/, '')]!;
  return { next: (afterMs, anchorMs) => anchorMs + (Math.floor((afterMs - anchorMs) / periodMs) + 1) * periodMs };
}
