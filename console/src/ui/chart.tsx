/** Bars over time, stacked: a drawing of our own, small enough to come with the page. What a bar stands for is told where the pointer is. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { countTicks, labelledTimes } from '../model/chart-axes.ts';
import { countText, timeText } from '../model/text.ts';

export interface ChartSeries {
  readonly label: string;
  /** Name of a custom property. */
  readonly colour: string;
  readonly values: readonly number[];
}

export interface ChartProps {
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  /** Stacked, the first at the bottom. */
  readonly series: readonly ChartSeries[];
  readonly label: string;
  readonly height?: number;
}

const LEFT = 44;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const LINES = 4;
const LABEL_WIDTH = 80;
const MAX_BAR = 24;

export function Chart({ times, series, label, height = 208 }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current!;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} class="chart" style={{ height: `${height}px` }}>
      {width > LEFT + RIGHT && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <Plot times={times} series={series} width={width} height={height} />
        </svg>
      )}
    </div>
  );
}

type PlotProps = Pick<ChartProps, 'times' | 'series'> & { readonly width: number; readonly height: number };

function Plot({ times, series, width, height }: PlotProps) {
  const totals = times.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const lines = countTicks(Math.max(0, ...totals), LINES);
  const most = lines.at(-1)!;
  const slot = (width - LEFT - RIGHT) / Math.max(1, times.length);
  const bar = Math.min(MAX_BAR, Math.max(1, slot * 0.8));
  const yOf = (count: number): number => TOP + (1 - count / most) * (height - TOP - BOTTOM);
  const xOf = (i: number): number => LEFT + (i + 0.5) * slot;
  const offset = -new Date((times[0] ?? 0) * 1_000).getTimezoneOffset() * 60;
  const labelled = new Set(labelledTimes(times, (width - LEFT) / LABEL_WIDTH, offset));
  return (
    <>
      {lines.map((count) => (
        <g key={count}>
          <path class="chart-line" d={`M${LEFT} ${Math.round(yOf(count)) + 0.5}H${width - RIGHT}`} />
          <text class="chart-text end" x={LEFT - 8} y={yOf(count) + 4}>
            {countText(count)}
          </text>
        </g>
      ))}
      {times.map((time, i) => (
        <g key={time} class="chart-slot">
          <title>
            {`${timeText(time * 1_000).slice(11, 16)} · ${series.map((one) => `${one.label}: ${countText(one.values[i] ?? 0)}`).join(' · ')}`}
          </title>
          <rect class="chart-hit" x={xOf(i) - slot / 2} y={TOP} width={slot} height={height - TOP - BOTTOM} />
          {stacked(series, i).map(({ colour, from, to }) => (
            <rect
              key={colour}
              x={xOf(i) - bar / 2}
              y={yOf(to)}
              width={bar}
              height={yOf(from) - yOf(to)}
              style={{ fill: `var(${colour})` }}
            />
          ))}
          {labelled.has(time) && (
            <text class="chart-text middle" x={xOf(i)} y={height - 6}>
              {timeText(time * 1_000).slice(11, 16)}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function stacked(series: readonly ChartSeries[], i: number) {
  let from = 0;
  return series.flatMap(({ colour, values }) => {
    const to = from + (values[i] ?? 0);
    const part = { colour, from, to };
    from = to;
    return part.to > part.from ? [part] : [];
  });
}
