import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberOf } from '../asl/exact-number.ts';
import { compareNumbers, equalNumbers, numberKey } from './json-number.ts';

test.each<[left: string, sign: number, right: string]>([
  ['1', 0, '1.0'],
  ['1', 0, '10e-1'],
  ['0', 0, '-0.00'],
  ['0', 0, '0e99'],
  ['1e3', 0, '1000'],
  ['-7.0', 0, '-7'],
  ['9007199254740993', 1, '9007199254740992'],
  ['12345678901234567890', -1, '12345678901234567891'],
  ['-12345678901234567890', 1, '-12345678901234567891'],
  ['-1.0', -1, '0.0'],
  ['2.50', -1, '10.0'],
  ['1e400', 1, '1e399'],
  ['1e-400', 1, '0.0'],
  ['0.10', 0, '0.1'],
])('%s compared with %s gives %s', (left, sign, right) => {
  expect(Math.sign(compareNumbers(numberOf(left), numberOf(right)))).toBe(sign);
  expect(Math.sign(compareNumbers(numberOf(right), numberOf(left)))).toBe(sign === 0 ? 0 : -sign);
  expect(equalNumbers(numberOf(left), numberOf(right))).toBe(sign === 0);
  expect(numberKey(numberOf(left)) === numberKey(numberOf(right))).toBe(sign === 0);
});

test('property: whole numbers compare as BigInt has them', () => {
  const whole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
  fc.assert(
    fc.property(whole, whole, fc.nat(3), (left, right, zeros) => {
      const [a, b] = [numberOf(`${left}.${'0'.repeat(zeros + 1)}`), numberOf(String(right))];
      expect(Math.sign(compareNumbers(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});
