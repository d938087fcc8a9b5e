import { useMemo, useState } from 'preact/hooks';
import { detailsOf, type ExecutionFold, type WireEvent } from '../../model/history.ts';
import { clockText, countText } from '../../model/text.ts';
import { Button, Data } from '../../ui/basics.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { EventDetails } from './event-details.tsx';
import { placeOf } from './visit-table.tsx';

export interface EventTableProps {
  readonly events: readonly WireEvent[];
  readonly until?: number;
  readonly fold: ExecutionFold;
  readonly onTravel: (until: number | undefined) => void;
  /** Absent where it cannot be forked. */
  readonly onFork?: (eventId: number) => void;
}

export function EventTable({ events, until, fold, onTravel, onFork }: EventTableProps) {
  const [selected, setSelected] = useState<WireEvent>();
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filtered(events.slice(0, until), filter, fold), [events, until, filter, fold]);
  const started = (events[0]?.timestamp ?? 0) * 1_000;
  return (
    <>
      <div class="toolbar">
        <input
          class="input"
          type="search"
          placeholder="Filter by type or state"
          aria-label="Filter events"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <span class="muted">{shown.length === 1 ? '1 event' : `${countText(shown.length)} events`}</span>
      </div>
      <div class={selected ? 'split wide' : ''}>
        <VirtualTable
          label="Events"
          rows={shown}
          rowKey={({ id }) => id}
          rowHeight={32}
          height="max(400px, calc(100dvh - 400px))"
          selected={selected?.id}
          onSelect={(event) => setSelected(event.id === selected?.id ? undefined : event)}
          scrollTo={until === undefined ? undefined : shown.length - 1}
          columns={[
            {
              id: 'id',
              title: 'Id',
              width: '48px',
              narrowWidth: '32px',
              cell: ({ id }) => <span class="muted">{id}</span>,
            },
            {
              id: 'name',
              title: 'Type',
              width: 'minmax(0, 1.4fr)',
              cell: ({ type }) => (
                <span
                  class={
                    /Failed|TimedOut/.test(type) ? 'problem strong' : /Aborted/.test(type) ? 'muted strong' : 'strong'
                  }
                >
                  {type}
                </span>
              ),
            },
            {
              id: 'state',
              title: 'State',
              width: 'minmax(0, 1.4fr)',
              cell: ({ id }) => <Data text={fold.visitOf.get(id)?.state ?? ''} max={80} />,
            },
            {
              id: 'place',
              title: 'Within',
              width: 'minmax(0, 0.8fr)',
              isOptional: true,
              cell: ({ id }) => <span class="muted">{placeText(fold, id)}</span>,
            },
            {
              id: 'after',
              title: 'After',
              width: '96px',
              align: 'end',
              isOptional: true,
              cell: ({ timestamp }) => (
                <span class="muted">{`+${((timestamp * 1_000 - started) / 1_000).toFixed(3)} s`}</span>
              ),
            },
            {
              id: 'time',
              title: 'Time',
              width: '104px',
              isOptional: true,
              cell: ({ timestamp }) => clockText(timestamp * 1_000),
            },
          ]}
        />
        {selected && (
          <div class="split-side pad stack">
            <div class="card-head">
              <h3>
                {selected.id} · {selected.type}
              </h3>
              <Button kind="quiet" label="Close the details" onClick={() => setSelected(undefined)}>
                ✕
              </Button>
            </div>
            <div class="actions">
              <Button onClick={() => onTravel(selected.id >= events.length ? undefined : selected.id)}>
                Show this moment
              </Button>
              {onFork && <Button onClick={() => onFork(selected.id)}>Fork from here</Button>}
            </div>
            <EventDetails key={selected.id} event={selected} />
          </div>
        )}
      </div>
    </>
  );
}

function placeText(fold: ExecutionFold, id: number): string {
  const visit = fold.visitOf.get(id);
  return visit ? placeOf(visit) : '';
}

function filtered(events: readonly WireEvent[], filter: string, fold: ExecutionFold): readonly WireEvent[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return events;
  return events.filter((event) => {
    const state = fold.visitOf.get(event.id)?.state ?? '';
    const { error } = detailsOf(event) as { error?: string };
    return `${event.type} ${state} ${error ?? ''}`.toLowerCase().includes(wanted);
  });
}
