/** What there is to know of one state of one execution. */
import { useMemo, useState } from 'preact/hooks';
import type { Wait } from '../../live/use-execution.ts';
import { readCause } from '../../model/cause.ts';
import { childExecutionOf } from '../../model/child-execution.ts';
import { type ChosenIterations, isShown } from '../../model/graph-status.ts';
import type { ExecutionFold, Visit } from '../../model/history.ts';
import { statesOf } from '../../model/machine-graph.ts';
import { maxRetries } from '../../model/retriers.ts';
import { clockText, durationText, prettyJson } from '../../model/text.ts';
import { variablesOf } from '../../model/variables.ts';
import { Button, Data, Facts } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { href } from '../../ui/router.tsx';
import { lookOf, StatusBadge } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ErrorDetails } from './event-details.tsx';
import { FunctionLogs, functionOf } from './function-logs.tsx';
import { placeOf } from './visit-table.tsx';
import { waitText } from './wait-notice.tsx';

export interface StatePanelProps {
  readonly fold: ExecutionFold;
  readonly state?: string;
  readonly chosen: ChosenIterations;
  readonly visitId?: number;
  readonly onVisit: (id: number) => void;
  readonly definition: unknown;
  readonly nowMs: number;
  readonly waits: readonly Wait[];
  readonly onClose?: () => void;
}

type Tab = 'output' | 'input' | 'error' | 'variables' | 'attempts' | 'definition' | 'logs';
const LISTED = 500;

export function StatePanel({
  fold,
  state,
  chosen,
  visitId,
  onVisit,
  definition,
  nowMs,
  waits,
  onClose,
}: StatePanelProps) {
  const [wanted, setWanted] = useState<Tab>();
  const visits = useMemo(
    () => (state === undefined ? [] : fold.visits.filter((visit) => visit.state === state && isShown(visit, chosen))),
    [fold, state, chosen],
  );
  const visit =
    visits.find(({ id }) => id === visitId) ?? visits.find(({ status }) => status === 'failed') ?? visits.at(-1);
  if (state === undefined) return null;
  const states = statesOf(definition);
  const raw = states.get(state);
  const name = visit && functionOf(visit, raw);
  const child = visit && childExecutionOf(visit);
  const tabs: { id: Tab; label: string }[] = [
    ...(visit?.error === undefined ? [] : [{ id: 'error' as const, label: 'Error' }]),
    { id: 'output', label: 'Output' },
    { id: 'input', label: 'Input' },
    ...(visit && variablesOf(visit).length > 0 ? [{ id: 'variables' as const, label: 'Variables' }] : []),
    ...(visit && visit.attempts.length > 0
      ? [
          {
            id: 'attempts' as const,
            label: visit.attempts.length > 1 ? `Attempts ${visit.attempts.length}` : 'Attempt',
          },
        ]
      : []),
    ...(name === undefined ? [] : [{ id: 'logs' as const, label: 'Logs' }]),
    { id: 'definition', label: 'Definition' },
  ];
  const active = tabs.find(({ id }) => id === wanted)?.id ?? (visit ? tabs[0]!.id : 'definition');
  const wait = waits.find(({ enteredEventId }) => enteredEventId === visit?.id);
  return (
    <aside class="panel" aria-label="Selected state">
      <div class="panel-head">
        <div class="card-head">
          <h2>
            <Data text={state} max={120} />
          </h2>
          {onClose && (
            <Button kind="quiet" label="Close the details" onClick={onClose}>
              ✕
            </Button>
          )}
        </div>
        {visits.length > 1 && (
          <select
            class="select"
            aria-label="Which stay in this state"
            value={visit?.id}
            onChange={({ currentTarget }) => onVisit(Number(currentTarget.value))}
          >
            {visits.slice(0, LISTED).map((one, i) => (
              <option key={one.id} value={one.id}>
                {`${placeOf(one) || `Pass ${i + 1}`} · ${lookOf(one.status).label} · ${clockText(one.enteredMs)}`}
              </option>
            ))}
          </select>
        )}
        {visit && (
          <Facts
            facts={[
              ['Status', <StatusBadge key="status" status={visit.status} />],
              ['Type', visit.type],
              ['Duration', durationText((visit.exitedMs ?? nowMs) - visit.enteredMs)],
              visit.length !== undefined && ['Items', String(visit.length)],
              visit.attempts.length > 1 && ['Retries', String(visit.attempts.length - 1)],
              wait && ['Waits for', waitText(wait.reason, nowMs, maxRetries(raw, visit.error))],
              child !== undefined && [
                'Execution',
                <a key="child" href={href(['executions', child])}>
                  Open
                </a>,
              ],
              visit.mapRunArn !== undefined && [
                'Map run',
                <a key="run" href={href(['map-runs', visit.mapRunArn])}>
                  Open
                </a>,
              ],
            ]}
          />
        )}
        {!visit && <NotEntered fold={fold} state={state} states={states} />}
      </div>
      <Tabs<Tab> label="Details of the state" tabs={tabs} active={active} onChange={setWanted}>
        <div class="pad" key={`${visit?.id} ${active}`}>
          <Content tab={active} visit={visit} raw={raw} state={state} functionName={name} />
        </div>
      </Tabs>
    </aside>
  );
}

/** What is inside a distributed Map runs in executions of its own. */
function NotEntered({
  fold,
  state,
  states,
}: {
  readonly fold: ExecutionFold;
  readonly state: string;
  readonly states: ReadonlyMap<string, unknown>;
}) {
  const around = fold.visits.findLast(
    ({ state: name, mapRunArn }) => mapRunArn !== undefined && statesIn(states.get(name)).has(state),
  );
  if (!around?.mapRunArn) return <p class="muted">Not entered.</p>;
  return (
    <p class="muted">
      It runs in the children of the <a href={href(['map-runs', around.mapRunArn])}>map run</a>.
    </p>
  );
}

function statesIn(state: unknown): ReadonlyMap<string, unknown> {
  const { ItemProcessor, Iterator: iterator } = (state ?? {}) as { ItemProcessor?: unknown; Iterator?: unknown };
  return statesOf(ItemProcessor ?? iterator);
}

interface ContentProps {
  readonly tab: Tab;
  readonly visit?: Visit;
  readonly raw: unknown;
  readonly state: string;
  readonly functionName?: string;
}

function Content({ tab, visit, raw, state, functionName }: ContentProps) {
  switch (tab) {
    case 'error':
      return <ErrorDetails error={visit?.error} cause={visit?.cause} />;
    case 'output':
      return <JsonView text={visit?.output} name={`${state}.output`} label="Output of the state" />;
    case 'input':
      return <JsonView text={visit?.input} name={`${state}.input`} label="Input of the state" />;
    case 'variables':
      return visit ? <Variables visit={visit} /> : null;
    case 'attempts':
      return <Attempts visit={visit} />;
    case 'logs':
      return visit && functionName ? <FunctionLogs visit={visit} functionName={functionName} /> : null;
    case 'definition':
      return <JsonView text={JSON.stringify(raw)} name={state} label="Definition of the state" />;
  }
}

/** What it could read and what it assigned. */
function Variables({ visit }: { readonly visit: Visit }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Value</th>
          <th scope="col">Set by</th>
        </tr>
      </thead>
      <tbody>
        {variablesOf(visit).map(({ name, value, from, isOwn }) => (
          <tr key={name}>
            <td class="mono">
              <Data text={name} />
            </td>
            <td class="mono pre">
              <bdi>{prettyJson(value.slice(0, 4_000))}</bdi>
            </td>
            <td>{isOwn ? 'This state' : <Data text={from} max={60} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Attempts({ visit }: { readonly visit?: Visit }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th>#</th>
          <th>Status</th>
          <th>Began</th>
          <th class="end">Duration</th>
        </tr>
      </thead>
      <tbody>
        {visit?.attempts.map(({ status, fromMs, toMs, error, cause }, i) => (
          <tr key={fromMs + i}>
            <td>{i + 1}</td>
            <td>
              <StatusBadge status={status} />
              {error && (
                <div class="small problem">
                  <Data text={cause ? `${error}: ${readCause(cause).message}` : error} max={240} />
                </div>
              )}
            </td>
            <td class="nowrap">{clockText(fromMs)}</td>
            <td class="end nowrap">{toMs === undefined ? '' : durationText(toMs - fromMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
