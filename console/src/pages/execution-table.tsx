/** Executions in rows, wherever they come from. */

import type { Execution } from '../aws/types.ts';
import { useNow } from '../live/use-now.ts';
import { nextSorting, type Sorting, type SortKey } from '../model/execution-order.ts';
import { agoText, durationText, nameOfArn, timeText, visible } from '../model/text.ts';
import { Data } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';
import { type Column, VirtualTable } from '../ui/virtual-table.tsx';

export interface Selection {
  readonly arns: ReadonlySet<string>;
  readonly onToggle: (executionArn: string) => void;
}

export interface ExecutionTableProps {
  readonly executions: readonly Execution[];
  readonly showsMachine?: boolean;
  readonly showsError?: boolean;
  readonly onEnd?: () => void;
  readonly height?: string;
  /** With it, rows have boxes to tick. */
  readonly selection?: Selection;
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: string) => void;
}

export function ExecutionTable({ executions, onEnd, height, ...options }: ExecutionTableProps) {
  const now = useNow(
    executions.some(({ status }) => status === 'RUNNING'),
    1_000,
  );
  return (
    <VirtualTable
      label="Executions"
      columns={columnsOf(options, now)}
      rows={executions}
      rowKey={({ executionArn }) => executionArn}
      href={({ executionArn }) => href(['executions', executionArn])}
      onEnd={onEnd}
      height={height ?? 'max(320px, calc(100dvh - 244px))'}
    />
  );
}

type Options = Omit<ExecutionTableProps, 'executions' | 'onEnd' | 'height'>;

function columnsOf(
  { showsMachine, showsError, selection, sorting, onSort }: Options,
  now: number,
): Column<Execution>[] {
  const sort = (key: SortKey): Pick<Column<Execution>, 'sorted' | 'onSort'> =>
    sorting && onSort
      ? {
          ...(sorting.key === key && { sorted: sorting.isDescending ? 'descending' : 'ascending' }),
          onSort: () => onSort(nextSorting(sorting, key)),
        }
      : {};
  return [
    ...(selection ? [tickColumn(selection)] : []),
    {
      id: 'status',
      title: 'Status',
      width: '112px',
      isStatus: true,
      ...sort('status'),
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(0, 2fr)',
      ...sort('name'),
      cell: ({ name }) => (
        <span class="link strong">
          <Data text={name} max={90} />
        </span>
      ),
    },
    ...(showsMachine ? [machineColumn(sort('machine'))] : []),
    ...(showsError ? [ERROR_COLUMN] : []),
    {
      id: 'started',
      title: 'Started',
      width: '160px',
      isOptional: true,
      ...sort('started'),
      cell: ({ startDate }) => <span title={agoText(startDate * 1_000, now)}>{timeText(startDate * 1_000)}</span>,
    },
    {
      id: 'duration',
      title: 'Duration',
      width: '96px',
      align: 'end',
      ...sort('duration'),
      cell: ({ startDate, stopDate }) =>
        durationText((stopDate === undefined ? now : stopDate * 1_000) - startDate * 1_000),
    },
  ];
}

function tickColumn({ arns, onToggle }: Selection): Column<Execution> {
  return {
    id: 'tick',
    title: '',
    width: '20px',
    cell: ({ executionArn, name }) => (
      <label class="tick">
        <input
          type="checkbox"
          aria-label={`Choose ${visible(name, 90)}`}
          checked={arns.has(executionArn)}
          onChange={() => onToggle(executionArn)}
        />
      </label>
    ),
  };
}

function machineColumn(sort: Pick<Column<Execution>, 'sorted' | 'onSort'>): Column<Execution> {
  return {
    id: 'machine',
    title: 'State machine',
    width: 'minmax(0, 1.2fr)',
    isOptional: true,
    ...sort,
    cell: ({ stateMachineArn }) => <Data text={nameOfArn(stateMachineArn)} max={80} />,
  };
}

const ERROR_COLUMN: Column<Execution> = {
  id: 'error',
  title: 'Error',
  width: 'minmax(0, 1.2fr)',
  isOptional: true,
  cell: ({ error }) => error && <Data text={error} max={80} />,
};
