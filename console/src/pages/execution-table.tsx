/** Executions in rows, wherever they come from. */

import type { Execution } from '../aws/types.ts';
import { useNow } from '../live/use-now.ts';
import { agoText, durationText, nameOfArn, timeText } from '../model/text.ts';
import { Data } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';
import { type Column, VirtualTable } from '../ui/virtual-table.tsx';

export interface ExecutionTableProps {
  readonly executions: readonly Execution[];
  readonly showsMachine?: boolean;
  readonly showsError?: boolean;
  readonly onEnd?: () => void;
  readonly height?: string;
}

export function ExecutionTable({
  executions,
  showsMachine = false,
  showsError = false,
  onEnd,
  height,
}: ExecutionTableProps) {
  const now = useNow(executions.some(({ status }) => status === 'RUNNING'));
  const columns: Column<Execution>[] = [
    { id: 'status', title: 'Status', width: '116px', cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(0, 2fr)',
      cell: ({ name }) => (
        <span class="link strong">
          <Data text={name} max={90} />
        </span>
      ),
    },
    ...(showsMachine
      ? [
          {
            id: 'machine',
            title: 'State machine',
            width: 'minmax(0, 1.200fr)',
            isOptional: true,
            cell: ({ stateMachineArn }: Execution) => <Data text={nameOfArn(stateMachineArn)} max={80} />,
          },
        ]
      : []),
    ...(showsError
      ? [
          {
            id: 'error',
            title: 'Error',
            width: 'minmax(0, 1.400fr)',
            isOptional: true,
            cell: ({ error }: Execution) => error && <Data text={error} max={80} />,
          },
        ]
      : []),
    {
      id: 'started',
      title: 'Started',
      width: '168px',
      isOptional: true,
      cell: ({ startDate }) => <span title={timeText(startDate * 1_000, true)}>{timeText(startDate * 1_000)}</span>,
    },
    {
      id: 'ago',
      title: '',
      width: '88px',
      isOptional: true,
      cell: ({ startDate }) => <span class="muted">{agoText(startDate * 1_000, now)}</span>,
    },
    {
      id: 'duration',
      title: 'Duration',
      width: '88px',
      align: 'end',
      cell: ({ startDate, stopDate }) =>
        durationText((stopDate === undefined ? now : stopDate * 1_000) - startDate * 1_000),
    },
  ];
  return (
    <VirtualTable
      label="Executions"
      columns={columns}
      rows={executions}
      rowKey={({ executionArn }) => executionArn}
      href={({ executionArn }) => href(['executions', executionArn])}
      onEnd={onEnd}
      height={height ?? 'max(320px, calc(100dvh - 320px))'}
    />
  );
}
