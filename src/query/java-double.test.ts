import { expect, test } from 'vitest';
import { javaDouble } from './java-double.ts';

test.each<[value: number, text: string]>([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-2.5, '-2.5'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [1_789_180_622, '1.789180622E9'],
  [1_700_000_000, '1.7E9'],
  [0.001, '0.001'],
  [0.0005, '5.0E-4'],
  [1e300, '1.0E300'],
  [123_456_789.25, '1.2345678925E8'],
])('%d is %s', (value, text) => {
  expect(javaDouble(value)).toBe(text);
  expect(Number(text)).toBe(value);
});
