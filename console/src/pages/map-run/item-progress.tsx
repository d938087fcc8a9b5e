import type { Counts } from '../../aws/types.ts';
import { countText } from '../../model/text.ts';
import { lookOf, StatusIcon } from '../../ui/status.tsx';

const KINDS = [
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['timedOut', 'TIMED_OUT'],
  ['aborted', 'ABORTED'],
  ['running', 'RUNNING'],
] as const;

/** How many items have come to what, as a bar and in numbers. */
export function ItemProgress({ counts }: { readonly counts: Counts }) {
  const total = Math.max(1, counts.total);
  return (
    <>
      <div
        class="progress"
        role="img"
        aria-label={`${counts.succeeded} of ${counts.total} items succeeded, ${counts.failed} failed`}
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
      <ul class="counts">
        {KINDS.map(
          ([kind, status]) =>
            (counts[kind] > 0 || kind === 'succeeded' || kind === 'failed') && (
              <li key={kind} class={counts[kind] > 0 ? `badge tone-${lookOf(status).tone}` : 'badge none'}>
                <StatusIcon status={counts[kind] > 0 ? status : 'idle'} />
                {countText(counts[kind])} {lookOf(status).label.toLowerCase()}
              </li>
            ),
        )}
        {counts.pending > 0 && <li class="muted">{countText(counts.pending)} pending</li>}
        <li class="muted counts-total">{countText(counts.total)} items</li>
      </ul>
    </>
  );
}
