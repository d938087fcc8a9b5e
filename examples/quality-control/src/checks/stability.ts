/** Does the sensor keep its calm: no single readings that jump away from their neighbours (spikes), no slow walk away (drift)? */
import { type Check, type Finding, isoTime } from '../finding.ts';
import type { Reading } from '../readings.ts';

export interface StabilityLimits {
  /** How far a reading may lie from the median of its neighbours. */
  readonly largestSpike: number;
  /** How far the mean may move from day to day, over all days. */
  readonly largestDriftPerDay: number;
}

/** Readings on either side that a reading is compared with. */
const NEIGHBOURS = 3;
const DAY_MS = 86_400_000;
/** With fewer days a change of the weather looks like drift. */
const LEAST_DAYS = 4;

export const checkStability: Check<StabilityLimits> = ({ readings }, limits) => [
  ...spikes(readings, limits.largestSpike),
  ...drift(readings, limits.largestDriftPerDay),
];

function spikes(readings: readonly Reading[], largest: number): Finding[] {
  return readings.flatMap(({ timeMs, value }, index) => {
    const around = readings.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1).map((one) => one.value);
    const off = value - median(around);
    if (Math.abs(off) <= largest) return [];
    return [{ at: isoTime(timeMs), value, message: `a spike of ${off.toFixed(2)} beside its neighbours` }];
  });
}

/** The median of the slopes between all pairs of days: one hot day does not tilt it (Theil and Sen). */
function drift(readings: readonly Reading[], largestPerDay: number): Finding[] {
  const days = dailyMeans(readings);
  if (days.length < LEAST_DAYS) return [];
  const slopes = days.flatMap((from, index) =>
    days.slice(index + 1).map((to) => (to.mean - from.mean) / (to.day - from.day)),
  );
  const perDay = median(slopes);
  if (Math.abs(perDay) <= largestPerDay) return [];
  const message = `a drift of ${perDay.toFixed(2)} a day over ${days.length} days`;
  return [{ at: isoTime(days[0]!.day * DAY_MS), message }];
}

/** Of the days that are at least half there. */
function dailyMeans(readings: readonly Reading[]): { day: number; mean: number }[] {
  const days = new Map<number, { sum: number; count: number }>();
  for (const { timeMs, value } of readings) {
    const day = Math.floor(timeMs / DAY_MS);
    const entry = days.get(day) ?? { sum: 0, count: 0 };
    days.set(day, { sum: entry.sum + value, count: entry.count + 1 });
  }
  const fullest = Math.max(...[...days.values()].map(({ count }) => count));
  return [...days]
    .filter(([, { count }]) => count >= fullest / 2)
    .map(([day, { sum, count }]) => ({ day, mean: sum / count }))
    .sort((a, b) => a.day - b.day);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
