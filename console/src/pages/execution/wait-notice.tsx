/** Why a running execution does not move. */
import { useState } from 'preact/hooks';
import type { Wait } from '../../live/use-execution.ts';
import type { ExecutionFold } from '../../model/history.ts';
import { maxRetries } from '../../model/retriers.ts';
import { clockText, countText, durationText } from '../../model/text.ts';
import { Button, Data } from '../../ui/basics.tsx';
import { href } from '../../ui/router.tsx';
import { placeOf } from './visit-table.tsx';

export interface WaitNoticeProps {
  readonly waits: readonly Wait[];
  readonly fold: ExecutionFold;
  readonly states: ReadonlyMap<string, unknown>;
  readonly nowMs: number;
  readonly onSelect: (state: string, visit: number) => void;
}

const SHOWN = 3;

export function WaitNotice({ waits, fold, states, nowMs, onSelect }: WaitNoticeProps) {
  const [showsAll, setShowsAll] = useState(false);
  if (waits.length === 0) return null;
  const shown = showsAll ? waits : waits.slice(0, SHOWN);
  return (
    <section class="waits" aria-label="What it waits for">
      <h2>Waiting</h2>
      <ul>
        {shown.map((wait) => {
          const visit = fold.visitOf.get(wait.enteredEventId);
          return (
            <li key={wait.enteredEventId}>
              <button
                type="button"
                class="link-button strong"
                onClick={() => onSelect(wait.state, wait.enteredEventId)}
              >
                <Data text={wait.state} max={60} />
              </button>
              {visit && placeOf(visit) && <span class="muted">{placeOf(visit)}</span>}
              <span>{waitText(wait.reason, nowMs, maxRetries(states.get(wait.state), visit?.error))}</span>
              {wait.reason.mapRunArn && <a href={href(['map-runs', wait.reason.mapRunArn])}>Open the map run</a>}
            </li>
          );
        })}
      </ul>
      {waits.length > SHOWN && (
        <Button kind="quiet" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `and ${countText(waits.length - SHOWN)} more`}
        </Button>
      )}
    </section>
  );
}

export function waitText(
  { type, untilMs, retriesUsed = 0, attempt, timeoutMs, waiting, running, concurrency }: Wait['reason'],
  nowMs: number,
  mostRetries?: number,
): string {
  const left =
    untilMs === undefined
      ? ''
      : untilMs > nowMs
        ? `in ${durationText(untilMs - nowMs)}, at ${clockText(untilMs).slice(0, 8)}`
        : 'now';
  const limit = timeoutMs === undefined ? '' : `; times out in ${durationText(Math.max(0, timeoutMs - nowMs))}`;
  switch (type) {
    case 'Timer':
      return `timer, due ${left}`;
    case 'Retry':
      return `retry ${retriesUsed}${mostRetries === undefined ? '' : ` of ${mostRetries}`} ${left}`;
    case 'Task':
      return `task in flight${attempt !== undefined && attempt > 1 ? `, attempt ${attempt}` : ''}${limit}`;
    case 'Job':
      return `the end of the job that it started${limit}`;
    case 'Callback':
      return `a callback with its task token${limit}`;
    case 'MapRun':
      return 'map run';
    case 'Slot':
      return `${countText(waiting ?? 0)} iterations wait for a slot: ${running} of ${concurrency} run`;
  }
}
