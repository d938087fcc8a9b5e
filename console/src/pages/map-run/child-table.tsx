import type { PageProps } from '../../app.tsx';
import { useNow } from '../../live/use-now.ts';
import { countText, durationText, timeText } from '../../model/text.ts';
import { Button, Data, Empty, Failure } from '../../ui/basics.tsx';
import { href, setQuery } from '../../ui/router.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { ExecutionFilters } from '../execution-filters.tsx';
import { causeLine } from './failed-items.tsx';
import { type Child, useChildren } from './use-children.ts';

/** Every child. STANDARD ones have a history and a page of their own; of EXPRESS ones there is their data. */
export function ChildTable({
  mapRunArn,
  place,
  stamp,
  total,
  onSelect,
}: PageProps & {
  readonly mapRunArn: string;
  readonly stamp: string;
  readonly total: number;
  readonly onSelect: (child: Child) => void;
}) {
  const status = place.query.get('status') ?? '';
  const name = place.query.get('name') ?? '';
  const query = new URLSearchParams({ mapRunArn, ...(status && { status }), ...(name && { name }) });
  const list = useChildren(`/_stepwell/map-runs/children?${query}`, stamp);
  const { children } = list;
  const isExpress = children[0]?.type === 'EXPRESS';
  const isFiltered = status !== '' || name !== '';
  const now = useNow(children.some((child) => child.stopDate === undefined));
  return (
    <>
      <ExecutionFilters status={status} name={name} onChange={(changes) => setQuery({ ...changes })}>
        <span class="muted">
          {countText(children.length)}
          {list.hasMore ? (isFiltered ? '+' : ` of ${countText(total)}`) : ''} shown
        </span>
        <Button kind="quiet" onClick={list.reload}>
          Refresh
        </Button>
      </ExecutionFilters>
      {list.error && <Failure error={list.error} />}
      {children.length === 0 ? (
        !list.isLoading && <NoChildren isFiltered={isFiltered} />
      ) : (
        <VirtualTable<Child>
          label="Child executions"
          columns={columns(
            now,
            children.some(({ error }) => error !== undefined),
          )}
          rows={children}
          rowKey={({ executionArn }) => executionArn}
          href={isExpress ? undefined : ({ executionArn }) => href(['executions', executionArn])}
          onSelect={isExpress ? onSelect : undefined}
          onEnd={list.more}
          height="max(320px, calc(100dvh - 320px))"
        />
      )}
    </>
  );
}

function NoChildren({ isFiltered }: { readonly isFiltered: boolean }) {
  return <Empty title={isFiltered ? 'None matches' : 'None yet'} />;
}

function columns(now: number, hasErrors: boolean): readonly Column<Child>[] {
  const errors: Column<Child> = {
    id: 'error',
    title: 'Error',
    width: 'minmax(0, 1fr)',
    isOptional: true,
    cell: ({ error, cause = '' }) =>
      error !== undefined && (
        <span title={causeLine(cause).slice(0, 300)}>
          <Data text={error} max={80} />
        </span>
      ),
  };
  return [
    { id: 'status', title: 'Status', width: '116px', cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(0, 2.400fr)',
      cell: ({ name }) => (
        <span class="link strong">
          <Data text={name} max={90} />
        </span>
      ),
    },
    ...(hasErrors ? [errors] : []),
    {
      id: 'started',
      title: 'Started',
      width: '168px',
      isOptional: true,
      cell: ({ startDate }) => <span title={timeText(startDate * 1_000, true)}>{timeText(startDate * 1_000)}</span>,
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
}
