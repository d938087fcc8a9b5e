import { listBuckets } from '../aws/s3.ts';
import { useLoad } from '../live/use-load.ts';
import { timeText } from '../model/text.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

export function BucketsPage() {
  const { data, error } = useLoad(() => listBuckets(), []);
  return (
    <>
      <PageHead title="Buckets" />
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="There are no buckets yet" />
        ) : (
          <VirtualTable
            label="Buckets"
            rows={data ?? []}
            rowKey={({ name }) => name}
            href={({ name }) => href(['buckets', name])}
            height="calc(100dvh - 184px)"
            columns={[
              {
                id: 'name',
                title: 'Name',
                width: 'minmax(0, 1fr)',
                cell: ({ name }) => (
                  <span class="link strong">
                    <Data text={name} />
                  </span>
                ),
              },
              {
                id: 'created',
                title: 'Created',
                width: '168px',
                isOptional: true,
                cell: ({ created }) => timeText(Date.parse(created)),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
