import type { ExecutionFold, Visit } from '../../model/history.ts';
import { clockText, durationText } from '../../model/text.ts';
import { Data } from '../../ui/basics.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';

export interface VisitTableProps {
  readonly fold: ExecutionFold;
  readonly nowMs: number;
  readonly selected?: number;
  readonly onSelect: (visit: Visit) => void;
}

/** Every stay in a state, in the order of entry. */
export function VisitTable({ fold, nowMs, selected, onSelect }: VisitTableProps) {
  return (
    <VirtualTable
      label="States"
      rows={fold.visits}
      rowKey={({ id }) => id}
      selected={selected}
      onSelect={onSelect}
      rowHeight={36}
      height="max(400px, calc(100dvh - 360px))"
      columns={[
        {
          id: 'name',
          title: 'State',
          width: 'minmax(0, 2fr)',
          cell: ({ state }) => (
            <span class="strong">
              <Data text={state} max={80} />
            </span>
          ),
        },
        {
          id: 'place',
          title: 'Within',
          width: 'minmax(0, 1fr)',
          isOptional: true,
          cell: (visit) => <span class="muted">{placeOf(visit)}</span>,
        },
        { id: 'type', title: 'Type', width: '80px', isOptional: true, cell: ({ type }) => type },
        {
          id: 'status',
          title: 'Status',
          width: '136px',
          isStatus: true,
          cell: ({ status }) => <StatusBadge status={status} />,
        },
        {
          id: 'attempts',
          title: 'Attempts',
          width: '72px',
          align: 'end',
          isOptional: true,
          cell: ({ attempts }) => attempts.length || '',
        },
        {
          id: 'entered',
          title: 'Entered',
          width: '104px',
          isOptional: true,
          cell: ({ enteredMs }) => clockText(enteredMs),
        },
        {
          id: 'duration',
          title: 'Duration',
          width: '80px',
          align: 'end',
          cell: ({ enteredMs, exitedMs }) => durationText((exitedMs ?? nowMs) - enteredMs),
        },
      ]}
    />
  );
}

/** `#3`, `#3 / branch 2`: from the outside in. */
export function placeOf(visit: Visit): string {
  const parts: string[] = [];
  for (let { thread } = visit; thread.parent; thread = thread.parent.thread) {
    parts.unshift(thread.kind === 'iteration' ? `#${thread.index}` : `branch ${thread.index + 1}`);
  }
  return parts.join(' / ');
}
