import uPlot from 'uplot';
import type { ChartSeries } from './chart.tsx';

/** Returns what takes it down again. */
export function createBarChart(
  element: HTMLElement,
  { times, series }: { readonly times: readonly number[]; readonly series: readonly ChartSeries[] },
  height: number,
): () => void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const stacked = stack(series.map(({ values }) => values));
  const most = Math.max(1, ...(stacked.at(-1) ?? []));
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const chart = new uPlot(
    {
      width: Math.max(120, element.clientWidth),
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: [0, Math.ceil(most * 1.1)] } },
      axes: [
        { ...axis, size: 28, grid: { show: false }, values: (_chart, splits) => splits.map((at) => clock(at)) },
        {
          ...axis,
          size: 48,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000],
        },
      ],
      // The tallest first: the shorter ones are painted over it.
      series: [
        {},
        ...[...series].reverse().map(({ label, colour: name }) => ({
          label,
          fill: colour(name),
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars!({ size: [0.8, 24], radius: 0.15 }),
        })),
      ],
    },
    [times as number[], ...([...stacked].reverse() as number[][])],
    element,
  );
  return () => chart.destroy();
}

function stack(values: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sums: number[][] = [];
  for (const row of values) sums.push(row.map((value, i) => value + (sums.at(-1)?.[i] ?? 0)));
  return sums;
}

function clock(seconds: number): string {
  const at = new Date(seconds * 1_000);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
