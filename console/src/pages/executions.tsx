import type { PageProps } from '../app.tsx';
import { Card, PageHead } from '../ui/basics.tsx';
import { ExecutionList } from './execution-list.tsx';

export function ExecutionsPage({ place }: PageProps) {
  return (
    <>
      <PageHead title="Executions" />
      <Card isFlush>
        <ExecutionList place={place} emptyTitle="Nothing has run yet" />
      </Card>
    </>
  );
}
