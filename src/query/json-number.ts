/** Numbers of JSON, plain ones and those that keep their text, compared by their exact value. */
import { type ExactNumber, isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';

export type JsonNumber = number | ExactNumber;

export function isJsonNumber(value: Json | undefined): value is JsonNumber {
  return typeof value === 'number' || isExactNumber(value);
}

/** The nearest double of a number; any other value as it is. */
export function plainNumber<T extends Json | undefined>(value: T): Exclude<T, ExactNumber> | number {
  return isExactNumber(value) ? Number(value) : (value as Exclude<T, ExactNumber>);
}

export function equalNumbers(left: JsonNumber, right: JsonNumber): boolean {
  return compareNumbers(left, right) === 0;
}

/** Below zero, zero or above zero. The digits decide, however many there are. */
export function compareNumbers(left: JsonNumber, right: JsonNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  return a.sign < 0 ? compareMagnitudes(b, a) : compareMagnitudes(a, b);
}

/** One text for all numbers of one value: `1`, `1.0` and `1e0` are alike. */
export function numberKey(value: JsonNumber): string {
  const { sign, digits, scale } = decimalOf(value);
  return sign === 0 ? '0' : `${sign < 0 ? '-' : ''}${digits}e${scale}`;
}

/** `0.digits × 10^scale`, the digits without zeros at either end. */
interface Decimal {
  readonly sign: number;
  readonly digits: string;
  readonly scale: number;
}

const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function decimalOf(value: JsonNumber): Decimal {
  const [, minus, whole = '', fraction = '', exponent = '0'] = numberParts.exec(String(value)) ?? [];
  const all = whole + fraction;
  const significant = all.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits, scale: 0 };
  const scale = Number(exponent) + whole.length - (all.length - significant.length);
  return { sign: minus === '-' ? -1 : 1, digits, scale };
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.scale !== b.scale) return a.scale < b.scale ? -1 : 1;
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
}
