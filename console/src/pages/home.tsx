/** What runs now, what failed lately, and what to try. */
import { useMemo } from 'preact/hooks';
import { getJson } from '../aws/request.ts';
import { listStateMachines } from '../aws/states.ts';
import type { Execution, ExecutionPage } from '../aws/types.ts';
import { useChanges } from '../live/use-changes.ts';
import { useLoad } from '../live/use-load.ts';
import { useNow } from '../live/use-now.ts';
import { countText, durationText } from '../model/text.ts';
import { throughput } from '../model/throughput.ts';
import { Card, CopyButton, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { Chart } from '../ui/chart.tsx';
import { href } from '../ui/router.tsx';
import { StatusIcon } from '../ui/status.tsx';
import { ExecutionTable } from './execution-table.tsx';

const WINDOW_MINUTES = 60;
const MOST = 1_000;
const SHOWN = 8;

const EXAMPLES = [
  {
    name: 'random-mean',
    about: 'Random numbers drawn in parallel, kept in a bucket, and their mean.',
    command: 'stepwell deploy examples/random-mean',
  },
] as const;

export function HomePage() {
  const latest = useLoad((signal) => getJson<ExecutionPage>(`/_stepwell/executions?limit=${MOST}`, { signal }), []);
  const running = useLoad(
    (signal) => getJson<ExecutionPage>(`/_stepwell/executions?status=RUNNING&limit=${MOST}`, { signal }),
    [],
  );
  const machines = useLoad((signal) => listStateMachines(signal), []);
  useChanges({}, () => {
    latest.reload();
    running.reload();
  });
  const now = useNow(true, 10_000);
  const all = latest.data?.executions ?? [];
  const fromMs = now - WINDOW_MINUTES * 60_000;
  const ended = all.filter(({ status, stopDate }) => status !== 'RUNNING' && (stopDate ?? 0) * 1_000 > fromMs);
  const failures = ended.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT');
  const minutes = useMemo(() => throughput(all, now, WINDOW_MINUTES), [all, now]);
  const series = useMemo(
    () => [
      { label: 'Succeeded', colour: '--succeeded', values: minutes.succeeded },
      { label: 'Failed or stopped', colour: '--failed', values: minutes.failed },
    ],
    [minutes],
  );
  const runningNow = running.data?.executions ?? [];
  const error = latest.error ?? running.error;
  return (
    <>
      <PageHead title="Home" />
      {error && <Failure error={error} />}
      <div class="tiles">
        <Tile
          label="Running now"
          status="RUNNING"
          value={`${countText(runningNow.length)}${running.data?.next === undefined ? '' : '+'}`}
          to={href(['executions'], { status: 'RUNNING' })}
        />
        <Tile
          label="Ended in the last hour"
          status="SUCCEEDED"
          value={`${countText(ended.length)}${latest.data?.next !== undefined && ended.length >= MOST ? '+' : ''}`}
          to={href(['executions'])}
        />
        <Tile
          label="Failed in the last hour"
          status="FAILED"
          value={countText(failures.length)}
          to={href(['executions'], { status: 'FAILED' })}
        />
        <Tile label="Median duration" value={medianText(ended)} to={href(['executions'])} />
      </div>
      <Card
        title="Ended, by the minute"
        actions={
          <div class="legend-line">
            <span class="tone-succeeded">
              <i />
              Succeeded
            </span>
            <span class="tone-failed">
              <i />
              Failed or stopped
            </span>
          </div>
        }
      >
        <Chart label="Executions that ended in each minute of the last hour" times={minutes.times} series={series} />
      </Card>
      <div class="grid-2">
        <Card title="Running" isFlush>
          {runningNow.length === 0 ? (
            <Empty title="Nothing runs" />
          ) : (
            <ExecutionTable executions={runningNow.slice(0, SHOWN)} height="none" />
          )}
        </Card>
        <Card title="Failures of the last hour" isFlush>
          {failures.length === 0 ? (
            <Empty title="None" />
          ) : (
            <ExecutionTable executions={failures.slice(0, SHOWN)} height="none" />
          )}
        </Card>
      </div>
      <Card title={machines.data?.length === 0 ? 'Begin with an example' : 'Examples'}>
        <div class="examples">
          {EXAMPLES.map(({ name, about, command }) => {
            const deployed = machines.data?.find((machine) => machine.name === name);
            return (
              <div key={name} class="example">
                <h3>{name}</h3>
                <p class="muted">{about}</p>
                {deployed ? (
                  <a href={href(['machines', deployed.stateMachineArn])}>Open the state machine</a>
                ) : (
                  <div class="actions">
                    <code class="mono">
                      <Data text={command} />
                    </code>
                    <CopyButton text={command} label="Copy" />
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </Card>
    </>
  );
}

function Tile({
  label,
  value,
  to,
  status,
}: {
  readonly label: string;
  readonly value: string;
  readonly to: string;
  readonly status?: string;
}) {
  return (
    <a class="tile" href={to}>
      <span class="tile-label">
        {status && <StatusIcon status={status} />}
        {label}
      </span>
      <span class="tile-value">{value}</span>
    </a>
  );
}

function medianText(executions: readonly Execution[]): string {
  const durations = executions.map(({ startDate, stopDate }) => (stopDate! - startDate) * 1_000).sort((a, b) => a - b);
  return durations.length === 0 ? '–' : durationText(durations[Math.floor(durations.length / 2)]!);
}
