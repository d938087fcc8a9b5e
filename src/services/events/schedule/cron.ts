/**
 * AWS's cron expressions: minutes, hours, day of month, month, day of week (1 is Sunday), year. One of the two days is `?`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import { type DayTest, parseDayOfMonth, parseDayOfWeek } from './cron-days.ts';
import { type Field, parseField } from './cron-field.ts';
import type { Schedule } from './parse-schedule.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LAST_YEAR = 2199;

interface Cron {
  readonly minutes: Field;
  readonly hours: Field;
  readonly months: Field;
  readonly years: Field;
  readonly isDay: DayTest;
}

export function parseCron(text: string): Schedule | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) return undefined;
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts as [string, string, string, string, string, string];
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = parseField(minute, { min: 0, max: 59 });
  const hours = parseField(hour, { min: 0, max: 23 });
  const months = parseField(month.toUpperCase(), { min: 1, max: 12, names: MONTHS });
  const years = parseField(year, { min: 1970, max: LAST_YEAR, isOpenEnded: true });
  const isDay = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek.toUpperCase());
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  const cron: Cron = { minutes, hours, months, years, isDay };
  return { next: (afterMs) => nextMoment(cron, afterMs) };
}

/** Goes forward by the largest unit that does not fit. */
function nextMoment({ minutes, hours, months, years, isDay }: Cron, afterMs: number): number | undefined {
  const start = new Date(Math.floor(afterMs / 60_000) * 60_000 + 60_000);
  let [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth() + 1, start.getUTCDate()];
  let [hour, minute] = [start.getUTCHours(), start.getUTCMinutes()];
  while (year <= LAST_YEAR) {
    if (!years.has(year)) {
      [year, month, day, hour, minute] = [year + 1, 1, 1, 0, 0];
    } else if (month > 12) {
      [year, month, day, hour, minute] = [year + 1, 1, 1, 0, 0];
    } else if (!months.has(month) || day > daysIn(year, month)) {
      [month, day, hour, minute] = [month + 1, 1, 0, 0];
    } else if (hour > 23 || !isDay(year, month, day)) {
      [day, hour, minute] = [day + 1, 0, 0];
    } else if (minute > 59 || !hours.has(hour)) {
      [hour, minute] = [hour + 1, 0];
    } else if (!minutes.has(minute)) {
      minute += 1;
    } else return Date.UTC(year, month - 1, day, hour, minute);
  }
  return undefined;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
