import { useMemo, useState } from 'preact/hooks';
import { clockText, countText } from '../../model/text.ts';
import { Data, Empty, Failure } from '../../ui/basics.tsx';
import { StatusIcon } from '../../ui/status.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { type Child, useChildren } from './use-children.ts';

const KINDS_SHOWN = 6;

/** What failed, why, and of what input. Errors of one name are counted, and can be looked at by themselves. */
export function FailedItems({
  mapRunArn,
  stamp,
  onSelect,
}: {
  readonly mapRunArn: string;
  readonly stamp: string;
  readonly onSelect: (child: Child) => void;
}) {
  const [wanted, setWanted] = useState<string>();
  const list = useChildren(`/_stepwell/map-runs/failures?mapRunArn=${encodeURIComponent(mapRunArn)}`, stamp);
  const kinds = useMemo(() => kindsOf(list.children), [list.children]);
  const shown = wanted === undefined ? list.children : list.children.filter((child) => errorOf(child) === wanted);
  if (list.error) return <Failure error={list.error} />;
  if (list.children.length === 0) return list.isLoading ? null : <Empty title="Nothing has failed" />;
  return (
    <>
      {kinds.length > 1 && (
        <div class="toolbar">
          {kinds.slice(0, KINDS_SHOWN).map(([error, count]) => (
            <button
              key={error}
              type="button"
              class="chip"
              aria-pressed={wanted === error}
              onClick={() => setWanted(wanted === error ? undefined : error)}
            >
              <Data text={error} max={60} />
              <span class="muted">
                {countText(count)}
                {list.hasMore ? '+' : ''}
              </span>
            </button>
          ))}
        </div>
      )}
      <VirtualTable<Child>
        label="Failed items"
        rows={shown}
        rowKey={({ executionArn }) => executionArn}
        rowLabel={({ index }) => `Item ${index}`}
        onSelect={onSelect}
        onEnd={list.more}
        height="max(320px, calc(100dvh - 320px))"
        columns={[
          {
            id: 'index',
            title: 'Item',
            width: '88px',
            cell: ({ index, status }) => (
              <span class="with-icon">
                <StatusIcon status={status} />
                {countText(index ?? 0)}
              </span>
            ),
          },
          {
            id: 'error',
            title: 'Error',
            width: 'minmax(0, 1.200fr)',
            cell: (child) => (
              <span class="strong">
                <Data text={errorOf(child)} max={90} />
              </span>
            ),
          },
          {
            id: 'cause',
            title: 'Cause',
            width: 'minmax(0, 2fr)',
            isOptional: true,
            cell: ({ cause = '' }) => <Data text={causeLine(cause)} max={200} />,
          },
          {
            id: 'input',
            title: 'Input',
            width: 'minmax(0, 2fr)',
            isOptional: true,
            cell: ({ input = '' }) => (
              <span class="muted">
                <Data text={briefly(input)} max={200} />
              </span>
            ),
          },
          {
            id: 'ended',
            title: 'Ended',
            width: '104px',
            align: 'end',
            isOptional: true,
            cell: ({ stopDate }) => stopDate !== undefined && clockText(stopDate * 1_000),
          },
        ]}
      />
    </>
  );
}

export function errorOf({ error, status }: Child): string {
  return error ?? (status === 'ABORTED' ? 'Stopped' : status === 'TIMED_OUT' ? 'States.Timeout' : 'Failed');
}

/** The most frequent first. */
function kindsOf(children: readonly Child[]): readonly (readonly [error: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const child of children) counts.set(errorOf(child), (counts.get(errorOf(child)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Functions put a whole report into the cause: its message is what people look for. */
export function causeLine(cause: string): string {
  if (!cause.startsWith('{')) return cause;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

const PARSED_CHARS = 4_000;

/** An item's fields in a line: `order: A-1 · amount: 5`. */
function briefly(json: string): string {
  if (!json.startsWith('{') || json.length > PARSED_CHARS) return json;
  try {
    return Object.entries(JSON.parse(json) as object)
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' · ');
  } catch {
    return json;
  }
}
