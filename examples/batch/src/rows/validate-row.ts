/** Says what is wrong with a row: one reason for each faulty column, none for a good row. */
import type { Row } from './csv.ts';
import { type Column, SALES_SCHEMA } from './sales-schema.ts';

export function validateRow(row: Row, schema: readonly Column[] = SALES_SCHEMA): string[] {
  const reasons: string[] = [];
  for (const column of schema) {
    const value = row[column.name];
    const reason = value === undefined || value === '' ? 'is missing' : faultOf(column, value);
    if (reason !== undefined) reasons.push(`${column.name} ${reason}`);
  }
  return reasons;
}

function faultOf(column: Column, value: string): string | undefined {
  switch (column.type) {
    case 'text':
      return value.length <= column.longest ? undefined : `is longer than ${column.longest} characters`;
    case 'pattern':
      return column.pattern.test(value) ? undefined : `must look like ${column.example}, but is ${quote(value)}`;
    case 'oneOf':
      return column.values.includes(value)
        ? undefined
        : `must be one of ${column.values.join(', ')}, but is ${quote(value)}`;
    case 'date':
      return dateFault(value, column.earliest);
    case 'whole':
      if (!/^-?\d{1,15}$/.test(value)) return `must be a whole number, but is ${quote(value)}`;
      return rangeFault(Number(value), column.least, column.most);
    case 'money':
      if (!/^-?\d{1,12}(\.\d{1,2})?$/.test(value)) return `must be an amount such as 12.50, but is ${quote(value)}`;
      return rangeFault(Number(value), column.least, Number.POSITIVE_INFINITY);
  }
}

function rangeFault(value: number, least: number, most: number): string | undefined {
  if (value < least) return `must be at least ${least}, but is ${value}`;
  return value > most ? `must be at most ${most}, but is ${value}` : undefined;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dateFault(value: string, earliest: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return `must be a date such as 2026-03-31, but is ${quote(value)}`;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  if (day < 1 || day > days) return `is no day of the calendar: ${value}`;
  return value < earliest ? `must not be before ${earliest}, but is ${value}` : undefined;
}

function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
