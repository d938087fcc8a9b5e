/** One object: what it is, the beginning of what it holds, and what can be done with it. */
import { useState } from 'preact/hooks';
import { presignedUrl } from '../../aws/presign.ts';
import { deleteObject, describeObject, download, objectUrl, readStart } from '../../aws/s3.ts';
import { useLoad } from '../../live/use-load.ts';
import { delimitedRows } from '../../model/delimited.ts';
import { bytesText, timeText } from '../../model/text.ts';
import { Button, CopyButton, Data, Facts, Failure } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { notify } from '../../ui/toasts.tsx';

export function ObjectDialog({
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
  const { data, error } = useLoad((signal) => describeObject(bucket, objectKey, signal), [bucket, objectKey]);
  return (
    <Dialog
      title={objectKey.split('/').pop() || objectKey}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button
            kind="danger"
            onClick={async () => {
              await deleteObject(bucket, objectKey);
              notify('Deleted');
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
      {data && (
        <>
          <Facts
            facts={[
              ['Size', bytesText(data.bytes)],
              ['Modified', timeText(Date.parse(data.modified))],
              ['Type', <Data key="t" text={data.type} max={80} />],
              ...data.metadata.map(([name, value]) => [name, <Data key={name} text={value} max={200} />] as const),
            ]}
          />
          <LinkMaker bucket={bucket} objectKey={objectKey} />
          <Preview bucket={bucket} objectKey={objectKey} type={data.type} bytes={data.bytes} />
        </>
      )}
    </Dialog>
  );
}

const VALIDITIES = [
  [900, '15 minutes'],
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [604_800, '7 days'],
] as const;

/** A presigned URL: whoever has it can read the object for a while. */
function LinkMaker({ bucket, objectKey }: { readonly bucket: string; readonly objectKey: string }) {
  const [seconds, setSeconds] = useState(3_600);
  const [link, setLink] = useState<string>();
  if (!crypto.subtle) return null;
  return (
    <div class="link-maker">
      <label class="picker">
        <span class="muted">Presigned link for</span>
        <select
          class="select"
          value={seconds}
          onChange={({ currentTarget }) => {
            setSeconds(Number(currentTarget.value));
            setLink(undefined);
          }}
        >
          {VALIDITIES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {link === undefined ? (
        <Button onClick={async () => setLink(await presignedUrl(bucket, objectKey, seconds, new Date()))}>
          Make link
        </Button>
      ) : (
        <>
          <input class="input grow" readOnly value={link} aria-label="Presigned link" />
          <CopyButton text={link} label="Copy" />
        </>
      )}
    </div>
  );
}

const PREVIEW_BYTES = 64 * 1_024;
const MAX_PICTURE_BYTES = 20 * 1_048_576;
const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;

interface PreviewProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly type: string;
  readonly bytes: number;
}

function Preview({ bucket, objectKey, type, bytes }: PreviewProps) {
  // A picture in a page runs nothing, whatever it holds.
  if (PICTURE.test(type) && bytes <= MAX_PICTURE_BYTES) {
    return <img class="picture" src={objectUrl(bucket, objectKey)} alt={`What ${objectKey} shows`} />;
  }
  return <TextPreview bucket={bucket} objectKey={objectKey} type={type} bytes={bytes} />;
}

function TextPreview({ bucket, objectKey, type, bytes }: PreviewProps) {
  const { data, error } = useLoad((signal) => readStart(bucket, objectKey, PREVIEW_BYTES, signal), [bucket, objectKey]);
  if (error) return <Failure error={error} />;
  if (data === undefined) return null;
  const isWhole = bytes <= PREVIEW_BYTES;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is no text.
  if (/[\u0000-\u0008\ufffd]/.test(data.slice(0, 4_000))) return <p class="muted">No preview: this is not text.</p>;
  const kind = kindOf(objectKey, type);
  return (
    <section>
      {!isWhole && <p class="muted small">The first {bytesText(PREVIEW_BYTES)} of it.</p>}
      {kind === 'json' && isWhole ? (
        <JsonView text={data} name={objectKey} label="Content" />
      ) : kind === 'csv' || kind === 'tsv' ? (
        <Rows rows={delimitedRows(data, kind === 'csv' ? ',' : '\t', MAX_ROWS)} />
      ) : (
        <ScrollBox label="Content">
          <pre class="code">
            <Data text={data} max={PREVIEW_BYTES} />
          </pre>
        </ScrollBox>
      )}
    </section>
  );
}

function kindOf(key: string, type: string): 'json' | 'csv' | 'tsv' | 'text' {
  if (/\bjson\b/.test(type) || /\.json$/i.test(key)) return 'json';
  if (/\bcsv\b/.test(type) || /\.csv$/i.test(key)) return 'csv';
  return /\btab-separated\b/.test(type) || /\.tsv$/i.test(key) ? 'tsv' : 'text';
}

const MAX_ROWS = 100;
const MAX_CELLS = 24;

function Rows({ rows }: { readonly rows: readonly (readonly string[])[] }) {
  const [head = [], ...rest] = rows;
  return (
    <div class="table-scroll preview-table">
      <table class="table">
        <thead>
          <tr>
            {head.slice(0, MAX_CELLS).map((cell, i) => (
              <th key={i}>
                <Data text={cell} max={60} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rest.map((row, i) => (
            <tr key={i}>
              {row.slice(0, MAX_CELLS).map((cell, k) => (
                <td key={k}>
                  <Data text={cell} max={120} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
