/** Where the lines and the words of a chart's axes stand. */

/** Round counts from 0 to at least `most`, in about `lines` steps; whole numbers only. */
export function countTicks(most: number, lines: number): readonly number[] {
  const rough = Math.max(1, most) / Math.max(1, lines);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, Math.round(([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power));
  const count = Math.max(1, Math.ceil(Math.max(1, most) / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440];

/** Of these times (seconds, evenly apart), those that are written below the axis: full minutes, no more than `most`. `offset` is local time's, in seconds. */
export function labelledTimes(times: readonly number[], most: number, offset = 0): readonly number[] {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  const seconds = MINUTES.map((minutes) => minutes * 60);
  const step = seconds.find((one) => (last - first) / one <= Math.max(1, most)) ?? 86_400;
  return times.filter((time) => (time + offset) % step === 0);
}
