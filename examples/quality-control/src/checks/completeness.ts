/** Are all readings there, once each, in their order? */
import { type Check, type Finding, isoTime } from '../finding.ts';
import type { Reading } from '../readings.ts';

export interface CompletenessLimits {
  /** Time from one reading to the next. */
  readonly intervalSeconds: number;
  /** Share of the expected readings that must be there, 0 to 1. */
  readonly leastCompleteness: number;
  readonly longestGapMinutes: number;
}

/** A reading may come early or late by this share of an interval. */
const TOLERANCE = 0.5;

/** What is expected is counted from the first reading to the last. */
export const checkCompleteness: Check<CompletenessLimits> = ({ readings, faults }, limits) => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return [{ message: 'there is not one reading' }];
  return [
    ...faults.map(({ line, text }) => ({ message: `line ${line} is no reading: ${text}` })),
    ...disorder(readings),
    ...gaps(readings, limits),
    ...share(readings, limits),
  ];
};

function disorder(readings: readonly Reading[]): Finding[] {
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    if (!before || reading.timeMs > before.timeMs) return [];
    const message = reading.timeMs === before.timeMs ? 'a second reading of the same time' : 'a reading out of order';
    return [{ at: isoTime(reading.timeMs), value: reading.value, message }];
  });
}

function gaps(readings: readonly Reading[], limits: CompletenessLimits): Finding[] {
  const longestMs = limits.longestGapMinutes * 60_000 + limits.intervalSeconds * 1_000 * TOLERANCE;
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    if (!before || reading.timeMs - before.timeMs <= longestMs) return [];
    const minutes = Math.round((reading.timeMs - before.timeMs) / 60_000);
    return [{ at: isoTime(before.timeMs), message: `no reading for ${minutes} minutes` }];
  });
}

function share(readings: readonly Reading[], limits: CompletenessLimits): Finding[] {
  const times = readings.map((reading) => reading.timeMs);
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const expected = Math.round((last - first) / (limits.intervalSeconds * 1_000)) + 1;
  const there = new Set(times).size;
  if (there >= expected * limits.leastCompleteness) return [];
  const percent = ((there / expected) * 100).toFixed(1);
  return [{ message: `${there} of ${expected} readings are there (${percent} %)` }];
}
