import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { makeTaskToken, parseTaskToken } from './task-token.ts';

const arn = 'arn:aws:states:eu-central-1:123456789012:execution:Ma-chine:naïve_名';

test('a token leads back to its execution and task', () => {
  expect(parseTaskToken(makeTaskToken(arn, '12-34', seededRandom(1)))).toEqual({ executionArn: arn, taskId: '12-34' });
});

test('the same seed gives the same token, another seed another', () => {
  const token = makeTaskToken(arn, '0-3', seededRandom(7));
  expect(makeTaskToken(arn, '0-3', seededRandom(7))).toBe(token);
  expect(makeTaskToken(arn, '0-3', seededRandom(8))).not.toBe(token);
  expect(token).toMatch(/^[A-Za-z0-9+/]{200,1000}={0,2}$/);
  expect(atob(token)).not.toContain('arn:');
});

test.each(['', 'x', '====', 'AQ==', 'AQID', 'not base64!', 'A'.repeat(400), `Ag${'A'.repeat(398)}`])(
  '%j is no token',
  (text) => {
    expect(parseTaskToken(text)).toBeUndefined();
  },
);
