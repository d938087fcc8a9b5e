import type { PageProps } from '../app.tsx';
import { useExecutions } from '../live/use-executions.ts';
import { countText } from '../model/text.ts';
import { Card, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { setQuery } from '../ui/router.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionTable } from './execution-table.tsx';

export function ExecutionsPage({ place }: PageProps) {
  const status = place.query.get('status') ?? '';
  const name = place.query.get('name') ?? '';
  const { executions, isLoading, error, hasMore, more } = useExecutions({
    ...(status && { status }),
    ...(name && { name }),
  });
  return (
    <>
      <PageHead title="Executions" />
      <Card isFlush>
        <ExecutionFilters status={status} name={name} onChange={setQuery}>
          <span class="muted">
            {countText(executions.length)}
            {hasMore ? '+' : ''} shown
          </span>
        </ExecutionFilters>
        {error && <Failure error={error} />}
        {executions.length === 0 && !isLoading ? (
          <Empty title={status || name ? 'None matches' : 'Nothing has run yet'} />
        ) : (
          <ExecutionTable executions={executions} showsMachine showsError onEnd={more} />
        )}
      </Card>
    </>
  );
}
