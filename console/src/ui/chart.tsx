/** Bars over time, drawn by uPlot, which is loaded when the first chart is shown. */
import { useEffect, useRef } from 'preact/hooks';

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

export function Chart({ times, series, label, height = 208 }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ times, series });
  latest.current = { times, series };
  const redraw = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    let destroy = (): void => {};
    void import('./bar-chart.ts').then(({ createBarChart }) => {
      const element = box.current;
      if (isGone || !element) return;
      const make = (): void => {
        destroy();
        destroy = createBarChart(element, latest.current, height);
      };
      redraw.current = make;
      make();
    });
    const again = (): void => redraw.current?.();
    const observer = new ResizeObserver(again);
    if (box.current) observer.observe(box.current);
    const themes = new MutationObserver(again);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      isGone = true;
      observer.disconnect();
      themes.disconnect();
      destroy();
    };
  }, [height]);
  useEffect(() => redraw.current?.(), [times, series]);
  return <div ref={box} class="chart" role="img" aria-label={label} style={{ height: `${height}px` }} />;
}
