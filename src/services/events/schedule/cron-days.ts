/** The days of cron expressions, with AWS's letters: `L` last, `W` the nearest weekday, `3#2` the second Tuesday. */
import { parseField } from './cron-field.ts';

/** `month` counts from 1. */
export type DayTest = (year: number, month: number, day: number) => boolean;

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const weekday = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export function parseDayOfMonth(text: string): DayTest | undefined {
  if (text === 'L') return (year, month, day) => day === lastDay(year, month);
  if (text === 'LW') return (year, month, day) => day === nearestWeekday(year, month, lastDay(year, month));
  const nearest = /^([0-9]{1,2})W$/.exec(text)?.[1];
  if (nearest !== undefined) {
    const wanted = Number(nearest);
    if (wanted < 1 || wanted > 31) return undefined;
    return (year, month, day) => wanted <= lastDay(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const field = parseField(text, { min: 1, max: 31 });
  return field && ((_year, _month, day) => field.has(day));
}

/** Within the same month. */
function nearestWeekday(year: number, month: number, day: number): number {
  switch (weekday(year, month, day)) {
    case 6:
      return day > 1 ? day - 1 : day + 2;
    case 0:
      return day < lastDay(year, month) ? day + 1 : day - 2;
    default:
      return day;
  }
}

/** `text` in upper case. */
export function parseDayOfWeek(text: string): DayTest | undefined {
  if (text === 'L') return (year, month, day) => weekday(year, month, day) === 6;
  const [, which, mark, nth] = /^([1-7]|[A-Z]{3})(L|#([1-5]))$/.exec(text) ?? [];
  if (which !== undefined) {
    const wanted = DAYS.includes(which) ? DAYS.indexOf(which) : Number(which) - 1;
    if (Number.isNaN(wanted)) return undefined;
    return mark === 'L'
      ? (year, month, day) => weekday(year, month, day) === wanted && day + 7 > lastDay(year, month)
      : (year, month, day) => weekday(year, month, day) === wanted && Math.ceil(day / 7) === Number(nth);
  }
  const field = parseField(text, { min: 1, max: 7, names: DAYS });
  return field && ((year, month, day) => field.has(weekday(year, month, day) + 1));
}
