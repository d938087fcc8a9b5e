import { useState } from 'preact/hooks';
import { createBucket, listBuckets } from '../aws/s3.ts';
import { useLoad } from '../live/use-load.ts';
import { timeText } from '../model/text.ts';
import { Button, Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { go, href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

export function BucketsPage() {
  const { data, error } = useLoad(() => listBuckets(), []);
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <PageHead title="Buckets">
        <Button onClick={() => setIsCreating(true)}>Create bucket</Button>
      </PageHead>
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
      {isCreating && <CreateDialog onClose={() => setIsCreating(false)} />}
    </>
  );
}

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  return (
    <Dialog
      title="Create a bucket"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={name === ''}
            onClick={async () => {
              await createBucket(name);
              onClose();
              go(href(['buckets', name]));
            }}
          >
            Create
          </Button>
        </>
      }
    >
      <label class="field">
        <span>Name</span>
        <input
          class="input"
          value={name}
          maxLength={63}
          spellcheck={false}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <small class="muted">3 to 63 of a–z, 0–9, hyphens and dots</small>
      </label>
    </Dialog>
  );
}
