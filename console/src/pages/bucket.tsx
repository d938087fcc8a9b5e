import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { deleteObject, download, listObjects, type ObjectPage, putObject, readStart } from '../aws/s3.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, timeText } from '../model/text.ts';
import { Button, Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { notify } from '../ui/toasts.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

type Row = { readonly folder: string } | ObjectPage['objects'][number];

export function BucketPage({ place }: PageProps) {
  const bucket = place.parts[1]!;
  const prefix = place.query.get('prefix') ?? '';
  const [rows, setRows] = useState<readonly Row[]>();
  const [next, setNext] = useState<string>();
  const [error, setError] = useState<Error>();
  const [shown, setShown] = useState<string>();
  const picker = useRef<HTMLInputElement>(null);
  const load = useCallback(
    async (token?: string) => {
      try {
        const page = await listObjects(bucket, prefix, token);
        const fresh: Row[] = [
          ...page.folders.map((folder) => ({ folder })),
          ...page.objects.filter(({ key }) => key !== prefix),
        ];
        setRows((before) => (token === undefined ? fresh : [...(before ?? []), ...fresh]));
        setNext(page.next);
      } catch (failure) {
        setError(failure as Error);
      }
    },
    [bucket, prefix],
  );
  useEffect(() => {
    setRows(undefined);
    void load();
  }, [load]);
  const upload = async (files: FileList | null): Promise<void> => {
    try {
      for (const file of files ?? []) await putObject(bucket, prefix + file.name, file);
      notify('Uploaded');
    } catch (failure) {
      notify(String(failure), 'failed');
    }
    await load();
  };
  const folders = prefix.split('/').slice(0, -1);
  return (
    <>
      <PageHead title={bucket} crumbs={[{ label: 'Buckets', href: href(['buckets']) }]}>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label="Files to upload"
          onChange={({ currentTarget }) => {
            void upload(currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <Button kind="primary" onClick={() => picker.current?.click()}>
          Upload
        </Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        <div class="toolbar">
          <nav class="path" aria-label="Folder">
            <button type="button" class="link-button strong" onClick={() => setQuery({ prefix: undefined })}>
              <Data text={bucket} max={63} />
            </button>
            {folders.map((folder, i) => (
              <button
                key={i}
                type="button"
                class="link-button"
                onClick={() => setQuery({ prefix: `${folders.slice(0, i + 1).join('/')}/` })}
              >
                <Data text={folder} max={60} />
              </button>
            ))}
          </nav>
        </div>
        {rows?.length === 0 ? (
          <Empty title="Nothing here" />
        ) : (
          <VirtualTable<Row>
            label="Objects"
            rows={rows ?? []}
            rowKey={(row) => ('folder' in row ? row.folder : row.key)}
            onSelect={(row) => ('folder' in row ? setQuery({ prefix: row.folder }) : setShown(row.key))}
            onEnd={() => {
              if (next !== undefined) {
                setNext(undefined);
                void load(next);
              }
            }}
            height="calc(100dvh - 256px)"
            columns={[
              {
                id: 'key',
                title: 'Name',
                width: 'minmax(0, 2fr)',
                cell: (row) => (
                  <span class={'folder' in row ? 'strong' : ''}>
                    <Data text={('folder' in row ? row.folder : row.key).slice(prefix.length)} max={200} />
                  </span>
                ),
              },
              {
                id: 'modified',
                title: 'Modified',
                width: '168px',
                isOptional: true,
                cell: (row) => ('folder' in row ? '' : timeText(Date.parse(row.modified))),
              },
              {
                id: 'size',
                title: 'Size',
                width: '88px',
                align: 'end',
                cell: (row) => ('folder' in row ? 'Folder' : bytesText(row.bytes)),
              },
            ]}
          />
        )}
      </Card>
      {shown !== undefined && (
        <ObjectDialog
          bucket={bucket}
          objectKey={shown}
          onClose={() => setShown(undefined)}
          onDeleted={() => void load()}
        />
      )}
    </>
  );
}

const PREVIEW_BYTES = 64 * 1_024;

function ObjectDialog({
  bucket,
  objectKey,
  onClose,
  onDeleted,
}: {
  readonly bucket: string;
  readonly objectKey: string;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { data, error } = useLoad((signal) => readStart(bucket, objectKey, PREVIEW_BYTES, signal), [bucket, objectKey]);
  const isBinary = data !== undefined && /(?![\t\n\f\r])[\p{Cc}\ufffd]/u.test(data.slice(0, 4_000));
  return (
    <Dialog
      title={objectKey.split('/').pop() ?? objectKey}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button
            kind="danger"
            onClick={async () => {
              await deleteObject(bucket, objectKey);
              onClose();
              onDeleted();
            }}
          >
            Delete
          </Button>
          <Button kind="primary" onClick={() => download(bucket, objectKey)}>
            Download
          </Button>
        </>
      }
    >
      {error && <Failure error={error} />}
      {isBinary ? (
        <p class="muted">No preview: this is not text.</p>
      ) : (
        <>
          <ScrollBox label="Content">
            <pre class="code">
              <Data text={data ?? ''} max={PREVIEW_BYTES} />
            </pre>
          </ScrollBox>
          {data && data.length >= PREVIEW_BYTES && <p class="muted">The first {bytesText(PREVIEW_BYTES)}.</p>}
        </>
      )}
    </Dialog>
  );
}
