/**
 * Values of S3 Select and how they compare: fields of CSV are texts, which count as numbers beside a number. `undefined` is what is
 * missing. Comparisons with nothing are unknown, and an unknown condition does not hold.
 */
import type { Json } from '../../../asl/json.ts';
import { ApiError } from '../../../gateway/operation.ts';
import type { SqlType } from './sql-node.ts';

export type SqlValue = Json | undefined;

const isNothing = (value: SqlValue): value is null | undefined => value === null || value === undefined;

export function toNumber(value: SqlValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export function toText(value: SqlValue): string {
  if (isNothing(value)) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Below, at or above zero; `undefined` where the two do not compare. */
export function compare(left: SqlValue, right: SqlValue): number | undefined {
  if (isNothing(left) || isNothing(right)) return undefined;
  if (typeof left === 'number' || typeof right === 'number') {
    const [a, b] = [toNumber(left), toNumber(right)];
    return a === undefined || b === undefined ? undefined : a - b;
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return String(left) === String(right) ? 0 : 1;
  const [a, b] = [toText(left), toText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws {ApiError} CastFailed */
export function cast(value: SqlValue, to: SqlType): SqlValue {
  if (isNothing(value)) return value;
  const failed = (): ApiError =>
    new ApiError(
      'CastFailed',
      `Attempt to convert from one data type to another using CAST failed in the SQL expression: ${toText(value)} to ${to}.`,
    );
  switch (to) {
    case 'STRING':
      return toText(value);
    case 'BOOL': {
      const text = toText(value).toLowerCase();
      if (text !== 'true' && text !== 'false') throw failed();
      return text === 'true';
    }
    case 'TIMESTAMP': {
      const text = toText(value);
      if (Number.isNaN(Date.parse(text))) throw failed();
      return text;
    }
    default: {
      const number = typeof value === 'boolean' ? Number(value) : toNumber(value);
      if (number === undefined) throw failed();
      return to === 'INT' ? Math.trunc(number) : number;
    }
  }
}

/** `%` is any text, `_` any one character. */
export function isLike(subject: string, pattern: string, escapeSign: string | undefined): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (escapeSign !== undefined && char === escapeSign && at + 1 < pattern.length)
      source += literal(pattern[++at] as string);
    else source += char === '%' ? '.*' : char === '_' ? '.' : literal(char);
  }
  return new RegExp(`^${source}$`, 's').test(subject);
}

function literal(char: string): string {
  return char.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
