import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateStream, KINDS, type Kind } from '../../generate-stream.ts';
import { parseStream, type Stream } from '../readings.ts';
import { checkCompleteness } from './completeness.ts';
import { checkRange } from './range.ts';
import { checkStability } from './stability.ts';

const completeness = { intervalSeconds: 600, leastCompleteness: 0.98, longestGapMinutes: 60 };
const range = { lowest: -30, highest: 45 };
const stability = { largestSpike: 4, largestDriftPerDay: 1 };

/** The check that each kind of stream fails, if any. */
const FAILS: Readonly<Record<Kind, string | undefined>> = {
  good: undefined,
  gaps: 'completeness',
  'out-of-range': 'range',
  spikes: 'stability',
  drift: 'stability',
};

function failures(stream: Stream): string[] {
  const findings = {
    completeness: checkCompleteness(stream, completeness),
    range: checkRange(stream, range),
    stability: checkStability(stream, stability),
  };
  return Object.entries(findings).flatMap(([name, found]) => (found.length > 0 ? [name] : []));
}

/** Ten-minute readings from midnight. */
function stream(values: readonly (number | undefined)[]): Stream {
  const readings = values.flatMap((value, index) => (value === undefined ? [] : [{ timeMs: index * 600_000, value }]));
  return { readings, faults: [] };
}

describe.each(KINDS)('a stream that is %s', (kind) => {
  const expected = FAILS[kind] === undefined ? [] : [FAILS[kind]];

  test('fails its own check and no other, whatever the weather', () => {
    for (let seed = 1; seed <= 200; seed++)
      expect(failures(parseStream(generateStream(kind, seed))), `seed ${seed}`).toEqual(expected);
  });

  test('is checked in as the generator makes it', () => {
    const file = new URL(`../../data/${kind}.csv`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(generateStream(kind, 1));
  });
});

test.each<[string, readonly (number | undefined)[], string[]]>([
  ['nothing', [], ['there is not one reading']],
  ['one reading', [1], []],
  ['a gap as long as is allowed', [...Array(300).fill(1), ...Array(5).fill(undefined), 1], []],
  [
    'a gap that is one reading longer',
    [...Array(400).fill(1), ...Array(6).fill(undefined), 1],
    ['no reading for 70 minutes'],
  ],
  [
    'too many losses, each short',
    Array.from({ length: 101 }, (_, index) => (index % 20 === 10 ? undefined : 1)),
    ['96 of 101 readings are there (95.0 %)'],
  ],
])('completeness: %s', (_name, values, messages) => {
  expect(checkCompleteness(stream(values), completeness).map((finding) => finding.message)).toEqual(messages);
});

test('completeness: doubles, disorder and lines that are no readings', () => {
  const lines = [
    'timestamp,celsius',
    '2026-06-01T00:10:00Z,1',
    '2026-06-01T00:00:00Z,1',
    '2026-06-01T00:00:00Z,2',
    'n/a,3',
    '2026-06-01T00:20:00Z,',
  ];
  expect(checkCompleteness(parseStream(lines.join('\n')), completeness)).toEqual([
    { message: 'line 5 is no reading: n/a,3' },
    { message: 'line 6 is no reading: 2026-06-01T00:20:00Z,' },
    { at: '2026-06-01T00:00:00.000Z', value: 1, message: 'a reading out of order' },
    { at: '2026-06-01T00:00:00.000Z', value: 2, message: 'a second reading of the same time' },
  ]);
});

test('range: the bounds themselves are in it', () => {
  expect(checkRange(stream([-30, 45, -30.01, 45.01]), range).map((finding) => finding.message)).toEqual([
    '-30.01 is below -30',
    '45.01 is above 45',
  ]);
});

test('stability: a step is no spike, a single reading is, at the ends too', () => {
  expect(checkStability(stream([1, 1, 1, 1, 9, 9, 9, 9]), stability)).toEqual([]);
  expect(checkStability(stream([9, 1, 1, 1, -7, 1, 1, 1, 1]), stability).map((finding) => finding.message)).toEqual([
    'a spike of 8.00 beside its neighbours',
    'a spike of -8.00 beside its neighbours',
  ]);
});

test.each([
  ['three days are too few to tell', 3, 2, 0],
  ['a rise over seven days', 7, 2, 1],
  ['a fall over seven days', 7, -2, 1],
  ['less than the limit', 7, 0.9, 0],
])('drift: %s', (_name, days, perDay, findings) => {
  const values = Array.from({ length: days * 144 }, (_, index) => (index / 144) * perDay);
  expect(checkStability(stream(values), stability)).toHaveLength(findings);
});
