import { useMemo } from 'preact/hooks';
import type { FunctionHour } from '../../aws/function-metrics.ts';
import { countText, durationText } from '../../model/text.ts';
import { Card, Facts } from '../../ui/basics.tsx';
import { Chart } from '../../ui/chart.tsx';

/** Totals since the server started, and the last hour by the minute. */
export function FunctionFiguresCard({ figures }: { readonly figures: FunctionHour }) {
  const { invocations, errors, coldStarts, durationMs, minutes } = figures;
  const chart = useMemo(
    () => ({
      times: minutes.map(({ startMs }) => startMs / 1_000),
      series: [
        { label: 'Failed', colour: '--failed', values: minutes.map(({ failed }) => failed) },
        { label: 'Succeeded', colour: '--succeeded', values: minutes.map(({ succeeded }) => succeeded) },
      ],
    }),
    [minutes],
  );
  const took = (ms: number | undefined): string => (ms === undefined ? '–' : durationText(ms));
  return (
    <Card
      title="Invocations since the server started"
      actions={
        <span class="legend-line">
          <span>
            <i class="tone-succeeded" />
            Succeeded
          </span>
          <span>
            <i class="tone-failed" />
            Failed
          </span>
        </span>
      }
    >
      <div class="figures">
        <Facts
          facts={[
            ['Invocations', countText(invocations)],
            [
              'Errors',
              <span key="e" class={errors > 0 ? 'problem strong' : ''}>
                {errorText(errors, invocations)}
              </span>,
            ],
            ['Cold starts', countText(coldStarts)],
            ['Median', took(durationMs?.p50)],
            ['90 %', took(durationMs?.p90)],
            ['99 %', took(durationMs?.p99)],
            ['Longest', took(durationMs?.max)],
          ]}
        />
        <Chart
          label="Invocations in each minute of the last hour"
          times={chart.times}
          series={chart.series}
          height={144}
        />
      </div>
    </Card>
  );
}

function errorText(errors: number, invocations: number): string {
  if (errors === 0) return '0';
  const share = (errors / invocations) * 100;
  return `${countText(errors)} (${share < 1 ? '< 1' : Math.round(share)} %)`;
}
