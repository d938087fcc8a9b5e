/** A sensor's week, made of what weather does (days, fronts, gusts) and of what goes wrong with sensors. All chance comes from the seed. */
import { HEADER } from './src/readings.ts';

export const KINDS = ['good', 'gaps', 'out-of-range', 'spikes', 'drift'] as const;
export type Kind = (typeof KINDS)[number];

const START_MS = Date.UTC(2026, 5, 1);
const INTERVAL_MS = 600_000;
const PER_DAY = 144;
const DAYS = 7;

interface Reading {
  readonly timeMs: number;
  readonly value: number;
}

export function generateStream(kind: Kind, seed: number): string {
  const random = randomSource(seed);
  const readings = spoil(kind, weather(random), random);
  const lines = readings.map(
    ({ timeMs, value }) => `${new Date(timeMs).toISOString().slice(0, 19)}Z,${value.toFixed(2)}`,
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}

/** Warmest in the afternoon; fronts move the days, gusts the minutes. */
function weather(random: () => number): Reading[] {
  const fronts = Array.from({ length: DAYS + 2 }, () => 1.2 * normal(random));
  let gust = 0;
  return Array.from({ length: DAYS * PER_DAY }, (_, index) => {
    const day = index / PER_DAY;
    const [before, after] = [fronts[Math.floor(day)]!, fronts[Math.floor(day) + 1]!];
    const front = before + (after - before) * (day % 1);
    gust = 0.9 * gust + 0.15 * normal(random);
    const sun = 6 * Math.sin(2 * Math.PI * (day - 0.375));
    return { timeMs: START_MS + index * INTERVAL_MS, value: 15 + sun + front + gust };
  });
}

function spoil(kind: Kind, readings: readonly Reading[], random: () => number): readonly Reading[] {
  const change = (by: (index: number) => number): Reading[] =>
    readings.map((reading, index) => ({ ...reading, value: reading.value + by(index) }));
  switch (kind) {
    case 'good':
      // Now and then a reading is lost on the air; that is no fault yet.
      return readings.filter((_, index) => index % 250 !== 125);
    case 'gaps': {
      // The battery was changed on the third day, and the radio loses one reading in twenty.
      const gap = 2 * PER_DAY + 60;
      return readings.filter((_, index) => (index < gap || index >= gap + 27) && random() > 0.05);
    }
    case 'out-of-range':
      // The sun shines on the housing for four hours of the fourth day.
      return change((index) => {
        const hour = (index - 3.5 * PER_DAY) / 6;
        return hour > 0 && hour < 4 ? 42 * Math.sin((Math.PI * hour) / 4) : 0;
      });
    case 'spikes': {
      const hits = new Map(
        Array.from({ length: 8 }, (_, n) => [
          Math.floor(((n + 0.2 + 0.6 * random()) * readings.length) / 8),
          (random() < 0.5 ? -1 : 1) * (9 + 6 * random()),
        ]),
      );
      return change((index) => hits.get(index) ?? 0);
    }
    case 'drift':
      // The probe ages: two degrees more each day.
      return change((index) => (2 * index) / PER_DAY);
  }
}

/** Mulberry32: small, quick, and the same everywhere. */
function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
