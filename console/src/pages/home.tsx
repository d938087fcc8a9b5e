/** What runs now, what failed lately, and what to try. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { listStateMachines } from '../aws/states.ts';
import type { Execution, StateMachine } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { useNow } from '../live/use-now.ts';
import { type Recent, useRecent } from '../live/use-recent.ts';
import { agoText, countText, durationText, nameOfArn } from '../model/text.ts';
import { throughput } from '../model/throughput.ts';
import { Card, CopyButton, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { Chart } from '../ui/chart.tsx';
import { href } from '../ui/router.tsx';
import { StatusIcon } from '../ui/status.tsx';

const WINDOW_MINUTES = 60;
const SHOWN = 8;

/** Names are those of the state machines that they deploy. */
const EXAMPLES = [
  {
    name: 'batch',
    about: 'A CSV file of any size: split, validated, enriched and merged in parallel, and a mail with the result.',
  },
  {
    name: 'random-mean',
    about: 'Random numbers drawn in parallel, files in S3, and their mean: functions, a Map, retries.',
  },
  {
    name: 'table-map',
    about: 'A list in DynamoDB, an item at a time or all at once, with a timeout: a CDK application.',
  },
  { name: 'quality-control', about: 'Three checks of sensor data at once, a summary, and a mail with the verdict.' },
  { name: 'http-processing', about: 'A REST API, a service that calls it, two steps, and how errors travel.' },
] as const;

export function HomePage() {
  const recent = useRecent();
  const machines = useLoad((signal) => listStateMachines(signal), []);
  const now = useNow(true, 5_000);
  const { executions } = recent;
  const fromMs = now - WINDOW_MINUTES * 60_000;
  const ended = executions.filter(({ status, stopDate = 0 }) => status !== 'RUNNING' && stopDate * 1_000 > fromMs);
  const failures = ended
    .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
    .sort((a, b) => b.stopDate! - a.stopDate!);
  return (
    <>
      <PageHead title="Home" />
      {recent.error && <Failure error={recent.error} />}
      {machines.data?.length === 0 && <Examples machines={[]} />}
      <Tiles recent={recent} ended={ended} failures={failures} />
      <Throughput executions={executions} nowMs={now} />
      <div class="grid-2">
        <ShortList
          title="Running now"
          all={recent.running}
          more={href(['executions'], { status: 'RUNNING' })}
          empty={recent.isLoaded ? 'Nothing runs' : ''}
          detail={({ stateMachineArn }) => (
            <span class="muted">
              <Data text={nameOfArn(stateMachineArn)} max={80} />
            </span>
          )}
          end={({ startDate }) => `for ${durationText(now - startDate * 1_000)}`}
        />
        <ShortList
          title="Failures of the last hour"
          all={failures}
          more={href(['executions'], { status: 'FAILED', time: '3600' })}
          empty={recent.isLoaded ? 'None' : ''}
          detail={({ stateMachineArn, error }) => (
            <>
              {error && (
                <span class="problem">
                  <Data text={error} max={60} />
                </span>
              )}{' '}
              <span class="muted">
                in <Data text={nameOfArn(stateMachineArn)} max={60} />
              </span>
            </>
          )}
          end={({ stopDate }) => agoText(stopDate! * 1_000, now)}
        />
      </div>
      {machines.data && machines.data.length > 0 && <Examples machines={machines.data} />}
    </>
  );
}

function Tiles({
  recent: { running, hasMoreRunning, hasMore, isLoaded },
  ended,
  failures,
}: {
  readonly recent: Recent;
  readonly ended: readonly Execution[];
  readonly failures: readonly Execution[];
}) {
  const shown = (count: number, isMore: boolean): string =>
    isLoaded ? `${countText(count)}${isMore ? '+' : ''}` : '–';
  return (
    <div class="tiles">
      <Tile
        label="Running now"
        status="RUNNING"
        value={shown(running.length, hasMoreRunning)}
        to={href(['executions'], { status: 'RUNNING' })}
      />
      <Tile
        label="Succeeded, last hour"
        status="SUCCEEDED"
        value={shown(ended.filter(({ status }) => status === 'SUCCEEDED').length, hasMore)}
        to={href(['executions'], { status: 'SUCCEEDED', time: '3600' })}
      />
      <Tile
        label="Failed, last hour"
        status="FAILED"
        value={shown(failures.length, hasMore)}
        to={href(['executions'], { status: 'FAILED', time: '3600' })}
      />
      <Tile label="Median duration" value={medianText(ended)} to={href(['executions'], { sort: '-duration' })} />
    </div>
  );
}

function Throughput({ executions, nowMs }: { readonly executions: readonly Execution[]; readonly nowMs: number }) {
  // The picture changes with the minute and with the executions, not with every second.
  const minute = Math.floor(nowMs / 60_000);
  const { times, series } = useMemo(() => {
    const { times: begins, succeeded, failed } = throughput(executions, nowMs, WINDOW_MINUTES);
    return {
      times: begins,
      series: [
        { label: 'Succeeded', colour: '--succeeded', values: succeeded },
        { label: 'Failed or stopped', colour: '--failed', values: failed },
      ],
    };
  }, [executions, minute]);
  return (
    <Card
      title="Ended each minute"
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
      <Chart label="Executions that ended in each minute of the last hour" times={times} series={series} height={176} />
    </Card>
  );
}

function ShortList({
  title,
  all,
  more,
  empty,
  detail,
  end,
}: {
  readonly title: string;
  readonly all: readonly Execution[];
  readonly more: string;
  readonly empty: string;
  readonly detail: (execution: Execution) => ComponentChildren;
  readonly end: (execution: Execution) => string;
}) {
  return (
    <Card title={title} isFlush actions={all.length > SHOWN && <a href={more}>All {countText(all.length)}</a>}>
      {all.length === 0 ? (
        <Empty title={empty} />
      ) : (
        <ul class="short-list">
          {all.slice(0, SHOWN).map((execution) => (
            <li key={execution.executionArn}>
              <StatusIcon status={execution.status} />
              <div class="short-main">
                <a class="strong truncate" href={href(['executions', execution.executionArn])}>
                  <Data text={execution.name} max={80} />
                </a>
                <span class="small truncate">{detail(execution)}</span>
              </div>
              <span class="muted nowrap">{end(execution)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Examples({ machines }: { readonly machines: readonly StateMachine[] }) {
  return (
    <Card title={machines.length === 0 ? 'Begin with an example' : 'Examples'}>
      <div class="examples">
        {EXAMPLES.map(({ name, about }) => {
          const deployed = machines.find((machine) => machine.name === name);
          const command = `stepwell deploy examples/${name}`;
          return (
            <div key={name} class="example">
              <h3>{name}</h3>
              <p class="muted">{about}</p>
              {deployed ? (
                <a href={href(['machines', deployed.stateMachineArn])}>Open the state machine</a>
              ) : (
                <div class="command">
                  <code class="mono">{command}</code>
                  <CopyButton text={command} label="Copy" />
                </div>
              )}
            </div>
          );
        })}
      </div>
    </Card>
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
