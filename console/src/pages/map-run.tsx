/** One map run: how far it is, how fast, what failed, and each of its children. */
import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import type { Execution, MapRun } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { useNow } from '../live/use-now.ts';
import { countText, durationText, nameOfArn, timeText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { notify } from '../ui/toasts.tsx';
import { ChildDialog } from './map-run/child-dialog.tsx';
import { ChildTable } from './map-run/child-table.tsx';
import { FailedItems } from './map-run/failed-items.tsx';
import { ItemProgress } from './map-run/item-progress.tsx';
import { LimitsDialog } from './map-run/limits-dialog.tsx';
import type { Child } from './map-run/use-children.ts';
import { doneOf, failedOf, type LiveMapRun, useMapRun } from './map-run/use-map-run.ts';

type View = 'failed' | 'children';

export function MapRunPage({ place }: PageProps) {
  const mapRunArn = place.parts[1]!;
  const live = useMapRun(mapRunArn);
  const { run } = live;
  const [isChanging, setIsChanging] = useState(false);
  const [child, setChild] = useState<Child>();
  // `arn:…:mapRun:machine/label:uuid`
  const [machine = '', label = ''] = (mapRunArn.split(':')[6] ?? '').split('/');
  const crumbs = run
    ? [
        { label: 'State machines', href: href(['machines']) },
        { label: machine, href: href(['machines', machineArn(run.executionArn)]) },
        { label: nameOfArn(run.executionArn), href: href(['executions', run.executionArn]) },
      ]
    : [];
  return (
    <>
      <PageHead title={`Map run ${label}`} crumbs={crumbs} status={run && <StatusBadge status={run.status} />}>
        <CopyButton text={mapRunArn} label="Copy ARN" />
        {run?.status === 'RUNNING' && <Button onClick={() => setIsChanging(true)}>Change limits</Button>}
        {run?.status === 'FAILED' && (
          <Button
            kind="primary"
            onClick={async () => {
              await callAws('states', 'RedriveExecution', { executionArn: run.executionArn });
              notify('Redriven: what failed runs again');
              live.restart();
            }}
          >
            Redrive failed
          </Button>
        )}
      </PageHead>
      {live.error && !run && <Failure error={live.error} />}
      {run?.status === 'FAILED' && <WhyItFailed run={run} />}
      {run && <Summary run={run} perSecond={live.perSecond} />}
      {run && <Items run={run} place={place} onSelect={setChild} />}
      {run && isChanging && <LimitsDialog run={run} onClose={() => setIsChanging(false)} />}
      {child && <ChildDialog child={child} onClose={() => setChild(undefined)} />}
    </>
  );
}

function machineArn(executionArn: string): string {
  return executionArn.split(':').slice(0, 7).join(':').replace(':execution:', ':stateMachine:');
}

/** A map run's own error is that of its state; its execution tells it. */
function WhyItFailed({ run }: { readonly run: MapRun }) {
  const { executionArn, redriveCount } = run;
  const { data } = useLoad(
    (signal) => callAws<Execution>('states', 'DescribeExecution', { executionArn }, signal),
    [executionArn, redriveCount],
  );
  if (data?.error === undefined) return null;
  return (
    <div class="notice tone-failed" role="alert">
      <strong>
        <Data text={data.error} />
      </strong>
      {data.cause && <Data text={data.cause} max={4_000} />}
    </div>
  );
}

function Summary({ run, perSecond }: { readonly run: MapRun } & Pick<LiveMapRun, 'perSecond'>) {
  const isRunning = run.status === 'RUNNING';
  const now = useNow(isRunning);
  const left = run.itemCounts.total - doneOf(run.itemCounts);
  const endMs = run.stopDate === undefined ? now : run.stopDate * 1_000;
  return (
    <Card>
      <ItemProgress counts={run.itemCounts} />
      <Facts
        facts={[
          ['Started', timeText(run.startDate * 1_000)],
          ['Duration', durationText(endMs - run.startDate * 1_000)],
          ['Rate', rateText(perSecond)],
          isRunning && ['Time left', perSecond ? durationText((left / perSecond) * 1_000) : '–'],
          ['Child executions', countText(run.executionCounts.total)],
          ['Concurrency', run.maxConcurrency === 0 ? 'No limit' : countText(run.maxConcurrency)],
          ['Tolerated failures', toleranceText(run)],
          run.itemCounts.resultsWritten > 0 && ['Results written', countText(run.itemCounts.resultsWritten)],
          run.redriveCount > 0 && ['Redriven', `${run.redriveCount} ×`],
        ]}
      />
    </Card>
  );
}

function rateText(perSecond: number | undefined): string {
  if (perSecond === undefined) return '–';
  if (perSecond >= 10) return `${countText(Math.round(perSecond))} items/s`;
  return perSecond >= 1 ? `${perSecond.toFixed(1)} items/s` : `${(perSecond * 60).toFixed(1)} items/min`;
}

function toleranceText({ toleratedFailureCount: count, toleratedFailurePercentage: percentage }: MapRun): string {
  if (count === 0 && percentage === 0) return 'None';
  return [percentage > 0 && `${percentage} %`, count > 0 && countText(count)].filter(Boolean).join(' or ');
}

function Items({
  run,
  place,
  onSelect,
}: PageProps & { readonly run: MapRun; readonly onSelect: (child: Child) => void }) {
  const { mapRunArn, itemCounts, executionCounts } = run;
  const failed = failedOf(itemCounts);
  // What is shown first is decided once: it must not change under somebody's eyes.
  const [first] = useState<View>(failed > 0 && run.status !== 'RUNNING' ? 'failed' : 'children');
  const view = (place.query.get('view') as View | null) ?? first;
  const stamp = `${run.status} ${run.redriveCount} ${view === 'failed' ? failed : doneOf(executionCounts) + executionCounts.running}`;
  return (
    <Card isFlush>
      <Tabs<View>
        label="Items of the map run"
        active={view}
        onChange={(id) => setQuery({ view: id })}
        tabs={[
          { id: 'failed', label: `Failed items (${countText(failed)})` },
          { id: 'children', label: 'Child executions' },
        ]}
      >
        {view === 'failed' ? (
          <FailedItems mapRunArn={mapRunArn} stamp={stamp} onSelect={onSelect} />
        ) : (
          <ChildTable
            mapRunArn={mapRunArn}
            place={place}
            stamp={stamp}
            total={executionCounts.total}
            onSelect={onSelect}
          />
        )}
      </Tabs>
    </Card>
  );
}
