import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import type { Counts, Execution, MapRun } from '../aws/types.ts';
import { useChanges } from '../live/use-changes.ts';
import { useLoad } from '../live/use-load.ts';
import { useNow } from '../live/use-now.ts';
import { countText, durationText, timeText } from '../model/text.ts';
import { Button, Card, CopyButton, Empty, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { lookOf, StatusBadge, StatusIcon } from '../ui/status.tsx';
import { notify } from '../ui/toasts.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionTable } from './execution-table.tsx';

const REFRESH_MS = 1_000;

export function MapRunPage({ place }: PageProps) {
  const mapRunArn = place.parts[1]!;
  const {
    data: run,
    error,
    reload,
  } = useLoad((signal) => callAws<MapRun>('states', 'DescribeMapRun', { mapRunArn }, signal), [mapRunArn]);
  const isRunning = run?.status === 'RUNNING';
  const now = useNow(isRunning, REFRESH_MS);
  // Its parent tells when it ends; counts have no stream of their own.
  useChanges({ executionArn: run?.executionArn ?? '' }, reload, run !== undefined);
  useEffect(() => {
    if (isRunning) reload();
  }, [isRunning, now, reload]);
  return (
    <>
      <PageHead
        title={`Map run ${mapRunArn.split(':').pop()}`}
        crumbs={run ? [{ label: 'Execution', href: href(['executions', run.executionArn]) }] : []}
        status={run && <StatusBadge status={run.status} />}
      >
        <CopyButton text={mapRunArn} label="Copy ARN" />
        {run && run.status === 'FAILED' && (
          <Button
            kind="primary"
            onClick={async () => {
              await callAws('states', 'RedriveExecution', { executionArn: run.executionArn });
              notify('Redriven: failed items run again');
              reload();
            }}
          >
            Redrive failed
          </Button>
        )}
      </PageHead>
      {error && <Failure error={error} />}
      {run && (
        <>
          <Card title="Items">
            <Progress counts={run.itemCounts} />
          </Card>
          <Card title="Run" actions={isRunning && <Limits run={run} onChanged={reload} />}>
            <Facts
              facts={[
                ['Started', timeText(run.startDate * 1_000)],
                [
                  'Duration',
                  durationText((run.stopDate === undefined ? now : run.stopDate * 1_000) - run.startDate * 1_000),
                ],
                ['Rate', rateText(run, now)],
                isRunning && ['Time left', leftText(run, now)],
                ['Child executions', countText(run.executionCounts.total)],
                ['Results written', countText(run.itemCounts.resultsWritten)],
                ['Concurrency', run.maxConcurrency === 0 ? 'No limit' : countText(run.maxConcurrency)],
                [
                  'Tolerated failures',
                  `${countText(run.toleratedFailureCount)} or ${run.toleratedFailurePercentage} %`,
                ],
                run.redriveCount > 0 && ['Redriven', `${run.redriveCount} ×`],
              ]}
            />
          </Card>
          <Children
            mapRunArn={mapRunArn}
            place={place}
            stamp={`${run.status} ${run.executionCounts.succeeded + run.executionCounts.failed}`}
          />
        </>
      )}
    </>
  );
}

const KINDS = [
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['timedOut', 'TIMED_OUT'],
  ['aborted', 'ABORTED'],
  ['running', 'RUNNING'],
] as const;

function Progress({ counts }: { readonly counts: Counts }) {
  const total = Math.max(1, counts.total);
  return (
    <>
      <div
        class="progress"
        role="img"
        aria-label={`${counts.succeeded} of ${counts.total} succeeded, ${counts.failed} failed`}
      >
        {KINDS.map(
          ([kind, status]) =>
            counts[kind] > 0 && (
              <span
                key={kind}
                class={`tone-${lookOf(status).tone}`}
                style={{ width: `${(counts[kind] / total) * 100}%` }}
              />
            ),
        )}
      </div>
      <div class="counts">
        {KINDS.map(
          ([kind, status]) =>
            (counts[kind] > 0 || kind === 'succeeded' || kind === 'failed') && (
              <span key={kind} class={`badge tone-${lookOf(status).tone}`}>
                <StatusIcon status={status} />
                {countText(counts[kind])} {lookOf(status).label.toLowerCase()}
              </span>
            ),
        )}
        {counts.pending > 0 && <span class="muted">{countText(counts.pending)} pending</span>}
        <span class="muted">{countText(counts.total)} in all</span>
      </div>
    </>
  );
}

function done({ succeeded, failed, timedOut, aborted }: Counts): number {
  return succeeded + failed + timedOut + aborted;
}

function rate(run: MapRun, nowMs: number): number {
  const seconds = (run.stopDate ?? nowMs / 1_000) - run.startDate;
  return seconds <= 0 ? 0 : done(run.itemCounts) / seconds;
}

function rateText(run: MapRun, nowMs: number): string {
  const perSecond = rate(run, nowMs);
  return perSecond >= 1 ? `${countText(Math.round(perSecond))} items/s` : `${(perSecond * 60).toFixed(1)} items/min`;
}

function leftText(run: MapRun, nowMs: number): string {
  const perSecond = rate(run, nowMs);
  return perSecond === 0 ? '–' : durationText(((run.itemCounts.total - done(run.itemCounts)) / perSecond) * 1_000);
}

function Limits({ run, onChanged }: { readonly run: MapRun; readonly onChanged: () => void }) {
  const [concurrency, setConcurrency] = useState(String(run.maxConcurrency));
  const [tolerated, setTolerated] = useState(String(run.toleratedFailurePercentage));
  const save = async (): Promise<void> => {
    await callAws('states', 'UpdateMapRun', {
      mapRunArn: run.mapRunArn,
      maxConcurrency: Number(concurrency),
      toleratedFailurePercentage: Number(tolerated),
    });
    notify('Changed');
    onChanged();
  };
  return (
    <>
      <label class="picker">
        <span class="muted">Concurrency</span>
        <input
          class="input number"
          type="number"
          min={0}
          value={concurrency}
          onInput={({ currentTarget }) => setConcurrency(currentTarget.value)}
        />
      </label>
      <label class="picker">
        <span class="muted">Tolerated %</span>
        <input
          class="input number"
          type="number"
          min={0}
          max={100}
          value={tolerated}
          onInput={({ currentTarget }) => setTolerated(currentTarget.value)}
        />
      </label>
      <Button onClick={save}>Update</Button>
    </>
  );
}

const PAGE = 1_000;
const SETTLE_MS = 2_000;

/** Children come a page at a time, as the end of the list is reached. */
function Children({ mapRunArn, place, stamp }: PageProps & { readonly mapRunArn: string; readonly stamp: string }) {
  const status = place.query.get('status') ?? '';
  const name = place.query.get('name') ?? '';
  const [state, setState] = useState<{
    list: readonly Execution[];
    nextToken?: string;
    error?: Error;
    isLoading: boolean;
  }>({ list: [], isLoading: true });
  const busy = useRef(false);
  const load = useCallback(
    async (nextToken?: string) => {
      if (busy.current) return;
      busy.current = true;
      try {
        const page = await callAws<{ executions: Execution[]; nextToken?: string }>('states', 'ListExecutions', {
          mapRunArn,
          maxResults: PAGE,
          ...(status && { statusFilter: status }),
          ...(nextToken !== undefined && { nextToken }),
        });
        setState((before) => ({
          list: nextToken === undefined ? page.executions : [...before.list, ...page.executions],
          nextToken: page.nextToken,
          isLoading: false,
        }));
      } catch (error) {
        setState((before) => ({ ...before, error: error as Error, isLoading: false }));
      } finally {
        busy.current = false;
      }
    },
    [mapRunArn, status],
  );
  const lastMs = useRef(0);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        lastMs.current = Date.now();
        void load();
      },
      Math.max(0, lastMs.current + SETTLE_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [load, stamp]);
  const { nextToken } = state;
  const more = useCallback(() => {
    if (nextToken !== undefined) void load(nextToken);
  }, [load, nextToken]);
  const shown =
    name === ''
      ? state.list
      : state.list.filter((execution) => execution.name.toLowerCase().includes(name.toLowerCase()));
  return (
    <Card title="Child executions" isFlush>
      <ExecutionFilters status={status} name={name} onChange={setQuery}>
        <span class="muted">
          {countText(shown.length)}
          {nextToken === undefined ? '' : '+'} shown
        </span>
      </ExecutionFilters>
      {state.error && <Failure error={state.error} />}
      {shown.length === 0 && !state.isLoading ? (
        <Empty title="None" />
      ) : (
        <ExecutionTable executions={shown} onEnd={more} showsError={shown.some(({ error }) => error !== undefined)} />
      )}
    </Card>
  );
}
