/** What a bucket holds, folder by folder. Files can be dropped onto it. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { listObjects, type ObjectPage, putObject } from '../aws/s3.ts';
import { bytesText, countText, timeText } from '../model/text.ts';
import { Button, Card, Data, Empty, errorText, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { notify } from '../ui/toasts.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import { ObjectDialog } from './bucket/object-dialog.tsx';

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
  /** Of an array: the list of a file input is emptied together with it. */
  const upload = async (files: readonly File[]): Promise<void> => {
    try {
      for (const file of files) await putObject(bucket, prefix + file.name, file);
      notify(files.length === 1 ? `${files[0]!.name} is uploaded` : `${files.length} files are uploaded`);
    } catch (failure) {
      notify(errorText(failure), 'failed');
    }
    await load();
  };
  const folders = prefix.split('/').slice(0, -1);
  const [isOver, setIsOver] = useState(false);
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
            void upload([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <Button kind="primary" onClick={() => picker.current?.click()}>
          Upload
        </Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way to what the button does. */}
        <div
          class={isOver ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setIsOver(false);
            void upload([...(event.dataTransfer?.files ?? [])]);
          }}
        >
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
            <span class="grow" />
            <span class="muted">
              {rows &&
                `${countText(rows.length)}${next === undefined ? '' : '+'} ${rows.length === 1 ? 'entry' : 'entries'}`}
            </span>
          </div>
          {rows?.length === 0 ? (
            <Empty title="Nothing here">Drop files to upload them.</Empty>
          ) : (
            <VirtualTable<Row>
              label="Objects"
              rows={rows ?? []}
              rowKey={(row) => ('folder' in row ? row.folder : row.key)}
              rowLabel={(row) => ('folder' in row ? row.folder : row.key)}
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
                    <span class={'folder' in row ? 'with-icon strong' : 'with-icon'}>
                      <EntryIcon isFolder={'folder' in row} />
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
        </div>
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

function EntryIcon({ isFolder }: { readonly isFolder: boolean }) {
  return (
    <svg class="icon entry-icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
      <path d={isFolder ? 'M2.500 5h5l2 2h8v9h-15z' : 'M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500'} />
    </svg>
  );
}
