import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { Button, Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

interface Queue {
  readonly url: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

async function listQueues(signal: AbortSignal): Promise<readonly Queue[]> {
  const { QueueUrls = [] } = await callAws<{ QueueUrls?: string[] }>(
    'sqs',
    'ListQueues',
    { MaxResults: 1_000 },
    signal,
  );
  return Promise.all(
    QueueUrls.map(async (url) => {
      const { Attributes = {} } = await callAws<{ Attributes?: Record<string, string> }>(
        'sqs',
        'GetQueueAttributes',
        { QueueUrl: url, AttributeNames: ['All'] },
        signal,
      );
      return { url, name: url.slice(url.lastIndexOf('/') + 1), attributes: Attributes };
    }),
  );
}

export function QueuesPage() {
  const { data, error, reload } = useLoad(listQueues, []);
  const count = (attribute: string) => (queue: Queue) =>
    Number(queue.attributes[attribute] ?? 0).toLocaleString('en-US');
  return (
    <>
      <PageHead title="Queues">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="There are no queues yet" />
        ) : (
          <VirtualTable<Queue>
            label="Queues"
            rows={data ?? []}
            rowKey={({ url }) => url}
            href={({ url }) => href(['queues', url])}
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
                id: 'waiting',
                title: 'Waiting',
                width: '88px',
                align: 'end',
                cell: count('ApproximateNumberOfMessages'),
              },
              {
                id: 'flight',
                title: 'In flight',
                width: '88px',
                align: 'end',
                isOptional: true,
                cell: count('ApproximateNumberOfMessagesNotVisible'),
              },
              {
                id: 'delayed',
                title: 'Delayed',
                width: '88px',
                align: 'end',
                isOptional: true,
                cell: count('ApproximateNumberOfMessagesDelayed'),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
